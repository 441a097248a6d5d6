import { setTimeout as sleep } from "node:timers/promises";
import type { FloodLimits } from "../../ranking/traffic/flood.ts";
import type { Increment } from "../domain/counters.ts";
import type { LogEntry } from "../domain/log-entry.ts";
import type { CounterStore } from "../ports/counter-store.ts";
import type { EventStore } from "../ports/event-store.ts";
import { foldBatch } from "./fold-batch.ts";

export interface FolderDeps {
  readonly store: EventStore;
  readonly counters: CounterStore;
  /** What a countable entry adds. */
  readonly fold: (entry: LogEntry) => readonly Increment[];
  readonly limits?: FloodLimits;
  /** Entries folded at once; 500 unless told. */
  readonly batch?: number;
  readonly onTrouble?: (catalog: string, error: unknown) => void;
}

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

  const step = async (catalog: string): Promise<number> => {
    const from = await counters.sequence(catalog);
    const folded = await foldBatch(deps, catalog, from);
    if (folded.to === from) return from;
    if (!(await counters.apply(catalog, folded.increments, from, folded.to))) return await counters.sequence(catalog);
    // Nobody counts them any more: what was asked to be forgotten can go.
    for (const erasure of folded.erasures) await store.erase(catalog, erasure);
    return folded.to;
  };
  const catchUp = async (catalog: string): Promise<void> => {
    const head = await store.head(catalog);
    while ((await step(catalog)) < head);
  };
  const run = async (everyMs: number): Promise<void> => {
    const isStopping = () => stopping.signal.aborted;
    while (!isStopping()) {
      try {
        for (const catalog of await store.catalogs()) {
          if (isStopping()) return;
          await catchUp(catalog).catch((error: unknown) => onTrouble?.(catalog, error));
        }
      } catch (error) {
        onTrouble?.("", error);
      }
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };
  return {
    step,
    catchUp,
    start: (everyMs = 200) => {
      running = run(everyMs);
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
    },
  };
};
