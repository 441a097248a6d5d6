import { randomBytes } from "node:crypto";
import type { Counters, Increment } from "../../domain/counters.ts";
import type { CounterStore } from "../../ports/counter-store.ts";
import type { Connection } from "./connection.ts";
import { counterCache, type KnownCounters } from "./counter-cache.ts";
import { applyScript, pageScript, readScript, resetScript, sequenceScript, versionLength } from "./counter-scripts.ts";

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
  const baseOf = (catalog: string): string => `${prefix}:{${catalog}}:n`;

  /** Of each key once. */
  const read = async (catalog: string, keys: readonly string[]) => {
    const found = new Map(keys.map((key) => [key, cache.get(`${catalog}\n${key}`) ?? none]));
    const wanted = [...found.keys()];
    const asked = wanted.flatMap((key) => [key, found.get(key)!.version]);
    const answer = (await connection.run(readScript, [baseOf(catalog)], asked)) as readonly unknown[];
    for (let i = 2; i < answer.length; i += 2) {
      const key = wanted[(answer[i] as number) - 1]!;
      const text = answer[i + 1] as string;
      const version = text.slice(0, versionLength);
      // Two reads at once may have asked for the same one: the first one's map stands.
      const newer = cache.get(`${catalog}\n${key}`);
      const known =
        version === "" ? none : newer?.version === version ? newer : { version, counters: toCounters(text) };
      if (known !== newer && known !== none) cache.set(`${catalog}\n${key}`, known);
      found.set(key, known);
    }
    return { sequence: Number(answer[0]), generation: answer[1] as string, found };
  };
  return {
    read: async (catalog, keys) => {
      const { sequence, found } = await read(catalog, keys);
      return { sequence, counters: keys.map((key) => found.get(key)!.counters) };
    },
    sequence: async (catalog) => Number(await connection.run(sequenceScript, [baseOf(catalog)], [])),
    apply: async (catalog, increments, from, to) => {
      const changes = byKey(increments);
      const { sequence, generation, found } = await read(catalog, [...changes.keys()]);
      if (sequence !== from) return false;
      // Drawn, not counted: after a Redis came back without its last second, a count would name two states alike.
      const version = randomBytes(9).toString("base64url");
      const values = [String(from), String(to), generation];
      const sums = new Map<string, Counters>();
      for (const [key, fields] of changes) {
        const counters = added(found.get(key)!.counters, fields);
        if (counters.size > 0) sums.set(key, counters);
        values.push(key, counters.size === 0 ? "" : version + JSON.stringify([...counters].flat()));
      }
      if ((await connection.run(applyScript, [baseOf(catalog)], values)) !== 1) return false;
      // What was just counted is what searches are about to ask for.
      for (const [key, counters] of sums) cache.set(`${catalog}\n${key}`, { version, counters });
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
    },
    [Symbol.asyncDispose]: close,
  };
}

/** @param text a version, then names and counts in turn as JSON */
function toCounters(text: string): Counters {
  const fields = JSON.parse(text.slice(versionLength)) as readonly (string | number)[];
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
