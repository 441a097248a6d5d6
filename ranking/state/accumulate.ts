import type { Counters, Increment } from "../../src/domain/counters.ts";

/** Entities by key: what a counter store holds, in memory. */
export type State = ReadonlyMap<string, Counters>;

/**
 * State with more increments; entities that do not change stay the same object. Fields that come to 0 go.
 */
export const accumulate = (state: State, increments: Iterable<Increment>): State => {
  const next = new Map(state);
  const changed = new Map<string, Map<string, number>>();
  for (const { key, field, by } of increments) {
    let counters = changed.get(key);
    if (counters === undefined) {
      changed.set(key, (counters = new Map(state.get(key))));
      next.set(key, counters);
    }
    const value = (counters.get(field) ?? 0) + by;
    if (value === 0) counters.delete(field);
    else counters.set(field, value);
  }
  for (const [key, counters] of changed) if (counters.size === 0) next.delete(key);
  return next;
};
