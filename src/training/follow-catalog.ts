import type { ServingPointer } from "../domain/model.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { ModelStore } from "../ports/model-store.ts";
import { judgeCanary } from "./canary.ts";
import { type CanaryWatch, createCanaryWatch } from "./canary-arms.ts";
import type { Trial } from "./canary-decision.ts";
import type { Progress } from "./progress.ts";
import { readLog } from "./read-log.ts";
import type { CanarySettings, LoopSettings } from "./settings.ts";
import { createTally, type Tally } from "./tally.ts";

/** What the loop remembers of a catalogue in this process; all of it comes from the stores. */
export interface FollowedCatalog {
  progress: Progress | null;
  lastOutcome: string | null;
  readonly lastTrainingMs: number | null;
  /** Reads what is new of the log and the pointer. */
  catchUp(): Promise<void>;
  tally(): Tally;
  trial(nowMs: number, settings: CanarySettings): Trial | null;
  due(nowMs: number, settings: LoopSettings): boolean;
  next(settings: LoopSettings): { readonly afterSearches: number; readonly atMs: number | null };
  /** A training has ended: counting begins again. */
  trained(atMs: number): void;
}

export interface FollowDeps {
  readonly events: Pick<EventStore, "read" | "tail" | "head">;
  readonly store: Pick<ModelStore, "pointer" | "list" | "find">;
  readonly catalog: string;
  readonly signal: AbortSignal;
}

export function followCatalog({ events, store, catalog, signal }: FollowDeps): FollowedCatalog {
  let tally = createTally();
  /** Read up to here; null before the first look. */
  let at: number | null = null;
  let firstSeenMs: number | null = null;
  let lastTrainingMs: number | null = null;
  let pointer: ServingPointer = { revision: 0, champion: null, canary: null };
  let watch: { readonly version: string; readonly sinceMs: number; readonly watch: CanaryWatch; at: number } | null =
    null;
  let running: Promise<void> | null = null;

  const look = async (): Promise<void> => {
    if (at === null) {
      const [latest] = await store.list(catalog);
      at = latest?.window.lastSequence ?? 0;
      lastTrainingMs = latest?.createdAtMs ?? null;
    }
    pointer = await store.pointer(catalog);
    const { canary, champion } = pointer;
    if (canary === null) watch = null;
    else if (watch?.version !== canary.version || watch.sinceMs !== canary.sinceMs) {
      // Nobody was given it before it was trained.
      const from = (await store.find(catalog, canary.version))?.window.lastSequence ?? 0;
      const { version, sinceMs } = canary;
      watch = { version, sinceMs, watch: createCanaryWatch({ ...canary, champion }), at: from };
    }
    const head = await events.head(catalog);
    const after = Math.min(at, watch?.at ?? at);
    for await (const entries of readLog(events, { catalog, after, to: head, vectors: false, signal })) {
      for (const entry of entries) {
        if (entry.sequence > at) tally.add(entry);
        if (watch !== null && entry.sequence > watch.at) watch.watch.add(entry);
        firstSeenMs ??= entry.kind === "impression" ? entry.impression.shownAtMs : entry.event.timestampMs;
      }
      const last = entries.at(-1)?.sequence ?? after;
      at = Math.max(at, last);
      if (watch !== null) watch.at = Math.max(watch.at, last);
    }
  };

  const followed: FollowedCatalog = {
    progress: null,
    lastOutcome: null,
    get lastTrainingMs() {
      return lastTrainingMs;
    },
    catchUp: () => (running ??= look().finally(() => (running = null))),
    tally: () => tally.read(),
    trial(nowMs, settings) {
      if (watch === null) return null;
      const [arms, runningMs] = [watch.watch.facts(), nowMs - watch.sinceMs];
      return { ...judgeCanary(arms, runningMs, settings), ...arms, version: watch.version, runningMs };
    },
    due(nowMs, settings) {
      if (pointer.canary !== null) return false;
      const { judgedSearches } = tally.read();
      const { retrainAfterSearches: asked, retrainAfterMs } = settings;
      const since = lastTrainingMs ?? firstSeenMs ?? nowMs;
      return judgedSearches >= asked || (judgedSearches >= asked / 10 && nowMs - since >= retrainAfterMs);
    },
    next({ retrainAfterSearches, retrainAfterMs }) {
      const since = lastTrainingMs ?? firstSeenMs;
      const afterSearches = Math.max(0, retrainAfterSearches - tally.read().judgedSearches);
      return { afterSearches, atMs: since === null ? null : since + retrainAfterMs };
    },
    trained(atMs) {
      tally = createTally();
      lastTrainingMs = atMs;
    },
  };
  return followed;
}
