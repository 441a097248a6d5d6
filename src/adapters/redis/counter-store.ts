import { randomBytes } from "node:crypto";
import type { Counters, Increment } from "../../domain/counters.ts";
import type { CounterStore } from "../../ports/counter-store.ts";
import type { Connection } from "./connection.ts";
import { type CounterCache, counterCache, type KnownCounters } from "./counter-cache.ts";
import { applyScript, pageScript, readScript, resetScript, sequenceScript, sweepScript } from "./counter-scripts.ts";

const pageSize = 1000;
const none: KnownCounters = { version: "", counters: new Map() };

export interface CounterStoreOptions {
  /** What the names of our keys begin with. */
  readonly prefix: string;
  /** Entities held in this process at most; 200,000 unless told. */
  readonly most?: number;
  readonly close: () => Promise<void>;
}

/** Counters in Redis, shared by any number of processes; each keeps those that it reads often, by their version. */
export function createCounterStore(connection: Connection, options: CounterStoreOptions): CounterStore {
  const { prefix, most = 200_000, close } = options;
  const cache = counterCache(most);
  // Braces keep a catalogue in one slot of a cluster.
  const baseOf = (catalog: string): string => `${prefix}:{${catalog}}:c`;

  return {
    read: async (catalog, keys) => {
      const wanted = [...new Set(keys)];
      const known = wanted.map((key) => cache.get(`${catalog}\n${key}`) ?? none);
      const asked = wanted.flatMap((key, i) => [key, known[i]!.version]);
      const answer = (await connection.run(readScript, [baseOf(catalog)], asked)) as readonly unknown[];
      for (let i = 1; i < answer.length; i += 3) {
        const place = (answer[i] as number) - 1;
        const version = answer[i + 1] as string;
        known[place] = take(cache, `${catalog}\n${wanted[place]!}`, version, answer[i + 2] as readonly string[]);
      }
      const byKey = new Map(wanted.map((key, i) => [key, known[i]!.counters]));
      return { sequence: Number(answer[0]), counters: keys.map((key) => byKey.get(key)!) };
    },
    sequence: async (catalog) => Number(await connection.run(sequenceScript, [baseOf(catalog)], [])),
    apply: async (catalog, increments, from, to) => {
      // Drawn, not counted: after a Redis came back without its last second, a count would name two states alike.
      const version = randomBytes(9).toString("base64url");
      const values = [String(from), String(to), version, toChanges(increments)];
      return (await connection.run(applyScript, [baseOf(catalog)], values)) === 1;
    },
    entities: async (catalog, cursor) => {
      const values = [cursor ?? "", String(pageSize)];
      const answer = (await connection.run(pageScript, [baseOf(catalog)], values)) as readonly unknown[];
      const entities = Array.from({ length: (answer.length - 1) / 2 }, (_, i) => ({
        key: answer[2 * i + 1] as string,
        counters: toCounters(answer[2 * i + 2] as readonly string[]),
      }));
      return { entities, cursor: answer[0] === "" ? null : (answer[0] as string) };
    },
    reset: async (catalog) => {
      await connection.run(resetScript, [baseOf(catalog)], []);
      let cursor = "0.0";
      do cursor = (await connection.run(sweepScript, [baseOf(catalog)], [cursor, String(pageSize)])) as string;
      while (cursor !== "");
    },
    [Symbol.asyncDispose]: close,
  };
}

/** Two reads at once may have asked for the same one: the first one's map stands. */
function take(cache: CounterCache, key: string, version: string, fields: readonly string[]): KnownCounters {
  if (version === "") return none;
  const found = cache.get(key);
  if (found?.version === version) return found;
  const known = { version, counters: toCounters(fields) };
  cache.set(key, known);
  return known;
}

/** @param fields names and counts in turn */
function toCounters(fields: readonly string[]): Counters {
  const counters = new Map<string, number>();
  for (let i = 0; i < fields.length; i += 2) counters.set(fields[i]!, Number(fields[i + 1]));
  return counters;
}

function toChanges(increments: readonly Increment[]): string {
  const changes = new Map<string, Map<string, number>>();
  for (const { key, field, by } of increments) {
    let fields = changes.get(key);
    if (fields === undefined) changes.set(key, (fields = new Map<string, number>()));
    fields.set(field, (fields.get(field) ?? 0) + by);
  }
  return JSON.stringify([...changes].map(([key, fields]) => [key, ...[...fields].flat()]));
}
