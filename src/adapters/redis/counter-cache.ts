import type { Counters } from "../../domain/counters.ts";

export interface KnownCounters {
  readonly version: string;
  readonly counters: Counters;
}

/** Counters that this process has read, so that those that have not changed are neither sent nor made again. */
export interface CounterCache {
  get(key: string): KnownCounters | undefined;
  set(key: string, known: KnownCounters): void;
}

/** @param most entities held; what was not asked for lately goes first, many at once */
export function counterCache(most: number): CounterCache {
  let young = new Map<string, KnownCounters>();
  let old: typeof young = new Map<string, KnownCounters>();
  const set = (key: string, known: KnownCounters): void => {
    young.set(key, known);
    if (young.size <= most / 2) return;
    old = young;
    young = new Map();
  };
  return {
    set,
    get: (key) => {
      const found = young.get(key);
      if (found !== undefined) return found;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
  };
}
