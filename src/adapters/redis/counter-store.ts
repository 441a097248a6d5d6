import { randomBytes } from "node:crypto";
import type { Counters, Increment } from "../../domain/counters.ts";
import type { CounterStore } from "../../ports/counter-store.ts";
import type { Connection } from "./connection.ts";
import { type CounterCache, counterCache } from "./counter-cache.ts";
import { applyScript, type Change, pageScript, readScript, resetScript } from "./counter-scripts.ts";

const pageSize = 1000;
/** For so long what is known counts as what is: the log itself is folded no more often. */
const momentMs = 250;
/** Entities of one step that are listed; who follows a longer one begins anew. */
const mostListed = 500;
const none: Counters = new Map();

export interface CounterStoreOptions {
  /** What the names of our keys begin with. */
  readonly prefix: string;
  /** Entities of a catalogue held in this process at most; 200,000 unless told. */
  readonly most?: number;
  readonly close: () => Promise<void>;
}

/**
 * Counters in Redis, shared by any number of processes. Each keeps those that it reads often, and learns with each call
 * what others have changed: what it knows need not be asked for, and with all known and fresh nothing is asked at all.
 */
export function createCounterStore(connection: Connection, options: CounterStoreOptions): CounterStore {
  const { prefix, most = 200_000, close } = options;
  // Braces keep a catalogue in one slot of a cluster.
  const baseOf = (catalog: string): string => `${prefix}:{${catalog}}:n`;
  const caches = new Map<string, CounterCache>();
  const cacheOf = (catalog: string): CounterCache => {
    const cache = caches.get(catalog) ?? counterCache(most);
    caches.set(catalog, cache);
    return cache;
  };

  /** Asks for these, and what has changed. Answers come in the order of their questions: the last one is the latest. */
  const ask = async (catalog: string, cache: CounterCache, keys: readonly string[]): Promise<void> => {
    const askedAtMs = performance.now();
    const values = [String(cache.sequence), cache.version, ...keys];
    const answer = await connection.run(readScript, [baseOf(catalog)], values);
    const [sequence, version, changes, texts] = answer as readonly [
      string,
      string,
      readonly string[],
      readonly (string | null)[],
    ];
    cache.follow(Number(sequence), version, changes.map((change) => JSON.parse(change) as Change)); // prettier-ignore
    cache.heardAtMs = askedAtMs;
    keys.forEach((key, i) => {
      // Two reads at once may have asked for the same one: the first one's map stands.
      if (cache.get(key) === undefined) cache.set(key, toCounters(texts[i] ?? null));
    });
  };
  /** All as of one version. */
  const read = async (catalog: string, cache: CounterCache, keys: readonly string[]) => {
    const startedAtMs = performance.now();
    for (;;) {
      const found = keys.map((key) => cache.get(key));
      const isFresh = cache.heardAtMs >= startedAtMs || performance.now() - cache.heardAtMs < momentMs;
      if (isFresh && !found.includes(undefined)) {
        const { sequence, version } = cache;
        return { sequence, version, counters: found as readonly Counters[] };
      }
      // What was changed meanwhile is missing then, and asked for in the next round.
      await ask(catalog, cache, [...new Set(keys.filter((_, i) => found[i] === undefined))]);
    }
  };
  return {
    read: async (catalog, keys) => {
      const { sequence, counters } = await read(catalog, cacheOf(catalog), keys);
      return { sequence, counters };
    },
    sequence: async (catalog) => {
      const cache = cacheOf(catalog);
      await ask(catalog, cache, []);
      return cache.sequence;
    },
    apply: async (catalog, increments, from, to) => {
      const cache = cacheOf(catalog);
      const changes = byKey(increments);
      const keys = [...changes.keys()];
      const { sequence, version: before, counters } = await read(catalog, cache, keys);
      if (sequence !== from) return false;
      // Drawn, not counted: after a Redis came back without its last second, a count would name two states alike.
      const version = randomBytes(9).toString("base64url");
      const change: Change = [before, version, keys.length > mostListed ? null : keys];
      const values = [String(from), String(to), before, version, JSON.stringify(change)];
      const sums = keys.map((key, i) => added(counters[i]!, changes.get(key)!));
      keys.forEach((key, i) => values.push(key, toText(sums[i]!)));
      if ((await connection.run(applyScript, [baseOf(catalog)], values)) !== 1) return false;
      if (cache.version !== before) return true;
      // What was just counted is what searches are about to ask for.
      cache.follow(to, version, [[before, version, keys]]);
      keys.forEach((key, i) => cache.set(key, sums[i]!));
      return true;
    },
    entities: async (catalog, cursor) => {
      const values = [cursor ?? "", String(pageSize)];
      const answer = await connection.run(pageScript, [baseOf(catalog)], values);
      const [next, texts] = answer as readonly [string, readonly string[]];
      const entities = Array.from({ length: texts.length / 2 }, (_, i) => ({
        key: texts[2 * i]!,
        counters: toCounters(texts[2 * i + 1]!),
      }));
      return { entities, cursor: next === "" ? null : next };
    },
    reset: async (catalog) => {
      await connection.run(resetScript, [baseOf(catalog)], []);
      caches.delete(catalog);
    },
    [Symbol.asyncDispose]: close,
  };
}

/** Names and counts in turn; empty for none. */
const toText = (counters: Counters): string => (counters.size === 0 ? "" : JSON.stringify([...counters].flat()));

function toCounters(text: string | null): Counters {
  if (text === null) return none;
  const fields = JSON.parse(text) as readonly (string | number)[];
  const counters = new Map<string, number>();
  for (let i = 0; i < fields.length; i += 2) counters.set(fields[i] as string, fields[i + 1] as number);
  return counters;
}

function byKey(increments: readonly Increment[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const changes = new Map<string, Map<string, number>>();
  for (const { key, field, by } of increments) {
    let fields = changes.get(key);
    if (fields === undefined) changes.set(key, (fields = new Map<string, number>()));
    fields.set(field, (fields.get(field) ?? 0) + by);
  }
  return changes;
}

function added(counters: Counters, fields: ReadonlyMap<string, number>): Counters {
  const sums = new Map(counters);
  for (const [field, by] of fields) {
    const sum = (sums.get(field) ?? 0) + by;
    if (sum === 0) sums.delete(field);
    else sums.set(field, sum);
  }
  return sums;
}
