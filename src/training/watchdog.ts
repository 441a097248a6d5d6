import type { CounterStore } from "../ports/counter-store.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { ModelStore } from "../ports/model-store.ts";
import { decisionOf, plainCheck } from "./decision.ts";
import type { ServingModels } from "./serving-models.ts";
import type { WatchdogSettings } from "./settings.ts";

export type RescoreOutcome = "ok" | "model_slow" | "feature_state" | "session_state" | "error";

export interface Watchdog {
  /** After each rescoring; costs nothing. */
  rescored(catalog: string, version: string, outcome: RescoreOutcome): void;
  /** Suspends the models of a catalogue, or lets them serve again, and says so. */
  check(catalog: string): Promise<void>;
}

export interface WatchdogDeps {
  readonly serving: Pick<ServingModels, "of" | "suspend" | "resume">;
  readonly store: Pick<ModelStore, "decide">;
  readonly events: Pick<EventStore, "head">;
  readonly counters: Pick<CounterStore, "sequence">;
  readonly now: () => number;
  /** The machine's own clock, which is never set forward. */
  readonly wall: () => number;
  readonly settings: WatchdogSettings;
  readonly onTrouble: (catalog: string, message: string) => void;
}

interface Watched {
  outcomes: RescoreOutcome[];
  /** The head that counters have to reach, and since when. */
  behind: { readonly head: number; readonly sinceMs: number } | null;
  suspended: {
    readonly version: string;
    readonly why: string;
    readonly untilMs: number;
    readonly stale: boolean;
  } | null;
  holdMs: number;
}

/**
 * Watches what serves in this process, and lets the first stage's order take over while features are stale, their
 * state cannot be read or the model is too slow. A model that is tried again and fails again rests twice as long.
 */
export function createWatchdog(deps: WatchdogDeps): Watchdog {
  const { serving, store, events, counters, now, wall, settings, onTrouble } = deps;
  const catalogs = new Map<string, Watched>();
  const watchedOf = (catalog: string): Watched => {
    const known = catalogs.get(catalog) ?? { outcomes: [], behind: null, suspended: null, holdMs: settings.holdMs };
    catalogs.set(catalog, known);
    return known;
  };

  const staleMs = async (catalog: string, watched: Watched): Promise<number> => {
    const [folded, head] = [await counters.sequence(catalog), await events.head(catalog)];
    if (folded >= head) watched.behind = null;
    // Behind a log that grows is no harm as long as it moves.
    else if (watched.behind === null || folded >= watched.behind.head) watched.behind = { head, sinceMs: wall() };
    return watched.behind === null ? 0 : wall() - watched.behind.sinceMs;
  };

  const suspend = async (catalog: string, watched: Watched, version: string, why: string, stale: boolean) => {
    serving.suspend(catalog, why);
    watched.suspended = { version, why, stale, untilMs: wall() + watched.holdMs };
    watched.holdMs = Math.min(2 * watched.holdMs, MOST_HOLD_MS);
    watched.outcomes = [];
    onTrouble(catalog, `${why} The text order serves instead of ${version}.`);
    await say(catalog, version, "fall_back", why);
  };
  const say = async (catalog: string, version: string, kind: "fall_back" | "resume", reason: string) => {
    const checks = [plainCheck("watchdog", kind === "resume", reason)];
    const what = { catalog, version, kind, against: null, by: "watchdog", reason, checks, report: {} };
    // Several processes see the same trouble in the same minute: it is said once.
    await store.decide(decisionOf({ ...what, atMs: now() }, [Math.floor(now() / 60_000)]));
  };

  return {
    rescored(catalog, _version, outcome) {
      const { outcomes } = watchedOf(catalog);
      outcomes.push(outcome);
      if (outcomes.length > settings.window) outcomes.shift();
    },
    async check(catalog) {
      const watched = watchedOf(catalog);
      const stale = await staleMs(catalog, watched);
      const { suspended } = watched;
      if (suspended !== null) {
        if (suspended.stale ? stale > 0 : wall() < suspended.untilMs) return;
        watched.suspended = null;
        serving.resume(catalog);
        const says = suspended.stale ? "Counters have caught up: it serves again." : "It is tried again.";
        onTrouble(catalog, `${suspended.version}: ${says}`);
        await say(catalog, suspended.version, "resume", says);
        return;
      }
      const version = serving.of(catalog).champion?.version ?? serving.of(catalog).canary?.model.version;
      if (version === undefined) return;
      if (stale > settings.maxStaleMs) {
        const why = `Counters have not moved for ${Math.round(stale / 1000)} s though shoppers did things: features are stale.`;
        await suspend(catalog, watched, version, why, true);
        return;
      }
      const { outcomes } = watched;
      if (outcomes.length < settings.window) return;
      const failed = outcomes.filter((outcome) => harmful.has(outcome)).length;
      if (failed / outcomes.length <= settings.maxShare) {
        watched.holdMs = settings.holdMs;
        return;
      }
      const most = mostFrequent(outcomes.filter((outcome) => harmful.has(outcome)));
      const why = `${failed} of the last ${outcomes.length} searches could not be ordered by it, mostly because ${words[most]}.`;
      await suspend(catalog, watched, version, why, false);
    },
  };
}

const MOST_HOLD_MS = 3_600_000;
const harmful: ReadonlySet<RescoreOutcome> = new Set(["model_slow", "feature_state", "error"]);
const words: Readonly<Record<RescoreOutcome, string>> = {
  ok: "of nothing",
  model_slow: "it takes too long",
  feature_state: "counters could not be read",
  session_state: "sessions could not be read",
  error: "it failed",
};

function mostFrequent(outcomes: readonly RescoreOutcome[]): RescoreOutcome {
  const count = (one: RescoreOutcome): number => outcomes.filter((outcome) => outcome === one).length;
  return outcomes.reduce((a, b) => (count(b) > count(a) ? b : a), outcomes[0] ?? "ok");
}
