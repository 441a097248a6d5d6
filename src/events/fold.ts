import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { FloodLimits } from "../../ranking/traffic/flood.ts";
import type { Counters, Increment } from "../domain/counters.ts";
import { dayMs, type LogEntry } from "../domain/log-entry.ts";
import type { CounterPage, CounterStore } from "../ports/counter-store.ts";
import type { EventStore } from "../ports/event-store.ts";
import { foldBatch } from "./fold-batch.ts";
import { createKeptDays, type KeptDays } from "./kept-days.ts";

export interface FolderDeps {
  readonly store: EventStore;
  readonly counters: CounterStore;
  /** What a countable entry adds. */
  readonly fold: (entry: LogEntry) => readonly Increment[];
  /** What may be forgotten of an entity; asked once a UTC day. */
  readonly expire?: (key: string, counters: Counters, day: number) => readonly Increment[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits?: FloodLimits;
  /** Entries folded at once; 128 unless told. */
  readonly batch?: number;
  /** How often it looks for what is new, in milliseconds; 200 unless told. */
  readonly everyMs?: number;
  readonly onTrouble?: (catalog: string, error: unknown) => void;
}

/**
 * Nobody waits for the counters, but for searches and events: unless it is asked to catch up, folding rests between two batches for some
 * times as long as the last one took. Where much else is done that is long, and the log's end is reached later.
 */
const restsFor = 3;
const longestRestMs = 250;

/** Keeps the counters up with the log. Any number of processes may: what one has folded no other folds again. */
export interface Folder extends AsyncDisposable {
  /**
   * Folds what comes next, some of it.
   * @returns how far the counters are now; as before when there was nothing, or someone else has folded
   */
  step(catalog: string): Promise<number>;
  /** Until the counters hold all that was durable when it was called. */
  catchUp(catalog: string): Promise<void>;
  /** Folds all catalogues whenever there is something, until disposed of. */
  start(everyMs?: number): void;
}

export const createFolder = (deps: FolderDeps): Folder => {
  const { store, counters, onTrouble } = deps;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  /** Catalogue → the day on which it was last looked for what may be forgotten. */
  const expired = new Map<string, number>();
  const days = new Map<string, KeptDays>();
  const keptOf = (catalog: string): KeptDays => {
    const kept = days.get(catalog) ?? createKeptDays(store, catalog, deps.limits);
    days.set(catalog, kept);
    return kept;
  };

  const step = async (catalog: string): Promise<number> => {
    const from = await counters.sequence(catalog);
    const folded = await foldBatch({ ...deps, kept: keptOf(catalog) }, catalog, from);
    if (folded.to === from) return from;
    const today = Math.floor(deps.now() / dayMs);
    const isNewDay = expired.get(catalog) !== today;
    const increments = isNewDay ? [...folded.increments, ...(await outdated(deps, catalog, today))] : folded.increments;
    if (!(await counters.apply(catalog, increments, from, folded.to))) return await counters.sequence(catalog);
    expired.set(catalog, today);
    // Nobody counts them any more: what was asked to be forgotten can go.
    for (const erasure of folded.erasures) await store.erase(catalog, erasure);
    return folded.to;
  };
  const foldUpTo = async (catalog: string, head: number, rest: (workedMs: number) => Promise<void>): Promise<void> => {
    let before = -1;
    for (;;) {
      const startedMs = performance.now();
      const at = await step(catalog);
      if (at >= head) return;
      await rest(performance.now() - startedMs);
      // What lay in between was removed before anyone had counted it (a log trimmed): the place is taken all the same.
      if (at === before) await counters.apply(catalog, [], at, head);
      before = at;
    }
  };
  const run = async (everyMs: number): Promise<void> => {
    const isStopping = () => stopping.signal.aborted;
    const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    const rest = async (workedMs: number) => {
      if (!isStopping()) await pause(Math.min(restsFor * workedMs, longestRestMs));
    };
    while (!isStopping()) {
      try {
        for (const catalog of await store.catalogs()) {
          if (isStopping()) return;
          const folded = store.head(catalog).then((head) => foldUpTo(catalog, head, rest));
          await folded.catch((error: unknown) => onTrouble?.(catalog, error));
        }
      } catch (error) {
        onTrouble?.("", error);
      }
      await pause(everyMs);
    }
  };
  return {
    step,
    catchUp: async (catalog) => foldUpTo(catalog, await store.head(catalog), () => Promise.resolve()),
    start: (everyMs = deps.everyMs ?? 200) => {
      running = run(everyMs);
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
    },
  };
};

/** Applied with a step of the fold, and so once, whoever else folds. */
const outdated = async (
  { counters, expire }: FolderDeps,
  catalog: string,
  today: number,
): Promise<readonly Increment[]> => {
  if (expire === undefined) return [];
  const increments: Increment[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: CounterPage = await counters.entities(catalog, cursor ?? null);
    for (const entity of page.entities) increments.push(...expire(entity.key, entity.counters, today));
    cursor = page.cursor;
    await nextTurn(); // there may be hundreds of thousands
  }
  return increments;
};
