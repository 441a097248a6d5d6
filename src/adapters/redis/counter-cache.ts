import type { Counters } from "../../domain/counters.ts";
import type { Change } from "./counter-scripts.ts";

/** A catalogue's counters as this process knows them: all as of one version. */
export interface CounterCache {
  readonly sequence: number;
  /** Empty before the first step. */
  readonly version: string;
  /** When the server was last heard of, in milliseconds of `performance.now`. */
  heardAtMs: number;
  get(key: string): Counters | undefined;
  set(key: string, counters: Counters): void;
  /** On to a later version: what was changed on the way is known no more; all is, where the way is not known. */
  follow(sequence: number, version: string, changes: readonly Change[]): void;
}

/** @param most entities held; what was not asked for lately goes first, many at once */
export function counterCache(most: number): CounterCache {
  let young = new Map<string, Counters>();
  let old: typeof young = new Map<string, Counters>();
  const cache = { sequence: 0, version: "", heardAtMs: -Infinity };
  const set = (key: string, counters: Counters): void => {
    young.set(key, counters);
    if (young.size <= most / 2) return;
    old = young;
    young = new Map();
  };
  const forget = (key: string): void => {
    young.delete(key);
    old.delete(key);
  };
  return Object.assign(cache, {
    set,
    get(key: string) {
      const found = young.get(key);
      if (found !== undefined) return found;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    follow(sequence: number, version: string, changes: readonly Change[]) {
      for (const [from, to, keys] of changes) {
        // Another call may have come so far already.
        if (from !== cache.version || keys === null) continue;
        keys.forEach(forget);
        cache.version = to;
      }
      if (cache.version !== version) {
        young = new Map();
        old = new Map();
      }
      cache.version = version;
      cache.sequence = sequence;
    },
  });
}
