import { dayMs } from "../domain/log-entry.ts";
import type { EventStore } from "../ports/event-store.ts";

export interface RetentionDeps {
  readonly store: Pick<EventStore, "catalogs" | "trim">;
  /** How long searches and events are kept, in days. */
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Removes what is too old, catalogue by catalogue. What it added to the counters stays: sums say nothing of a person.
 *
 * @param onTrimmed after each catalogue, with what was removed
 * @returns entries removed
 */
export const trimLogs = async (
  { store, days, now }: RetentionDeps,
  signal: AbortSignal,
  onTrimmed: (catalog: string, entries: number, done: number, total: number) => void,
): Promise<number> => {
  const catalogs = await store.catalogs();
  let all = 0;
  for (const [i, catalog] of catalogs.entries()) {
    signal.throwIfAborted();
    const entries = await store.trim(catalog, now() - days * dayMs);
    all += entries;
    onTrimmed(catalog, entries, i + 1, catalogs.length);
  }
  return all;
};
