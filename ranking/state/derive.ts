import type { Counters } from "../../src/domain/counters.ts";

/**
 * What is worked out of an entity's counters, once for as long as they stay the same map: counters are immutable, and most
 * entities of a search are those of the last one.
 *
 * @param period what else it depends on, such as the hour
 */
export const derived = <T>(work: (counters: Counters, period: number) => T): ((c: Counters, period?: number) => T) => {
  const known = new WeakMap<Counters, { readonly period: number; readonly value: T }>();
  return (counters, period = 0) => {
    const found = known.get(counters);
    if (found?.period === period) return found.value;
    const value = work(counters, period);
    known.set(counters, { period, value });
    return value;
  };
};
