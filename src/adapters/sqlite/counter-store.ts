import type { Counters, Increment } from "../../domain/counters.ts";
import type { CounterStore } from "../../ports/counter-store.ts";
import type { Connection } from "./client.ts";
import type { CountersChanged } from "./counter-table.ts";

/** A catalogue's counters as this process has them; replaced as a whole in one turn of the event loop. */
interface Held {
  sequence: number;
  readonly entities: Map<string, Counters>;
}

const pageSize = 1000;

const none: Counters = new Map();

/** Counters of SQLite, all of them in memory: a search reads them without waiting for a thread. */
export function counterStore(writer: Connection, reader: Connection, close: () => Promise<void>): CounterStore {
  const catalogs = new Map<string, Held>();
  const lines = new Map<string, Promise<unknown>>();

  /** One after the other: what was read must not overtake what was applied. */
  const inLine = <T>(catalog: string, work: () => Promise<T>): Promise<T> => {
    const done = (lines.get(catalog) ?? Promise.resolve()).then(work, work);
    lines.set(catalog, done);
    return done;
  };
  const follow = (catalog: string): Promise<Held> =>
    inLine(catalog, async () => {
      const held = catalogs.get(catalog) ?? { sequence: 0, entities: new Map<string, Counters>() };
      take(held, await reader.call("countersSince", catalog, held.sequence));
      catalogs.set(catalog, held);
      return held;
    });

  return {
    read: async (catalog, keys) => {
      const { sequence, entities } = catalogs.get(catalog) ?? (await follow(catalog));
      return { sequence, counters: keys.map((key) => entities.get(key) ?? none) };
    },
    sequence: async (catalog) => (await follow(catalog)).sequence,
    apply: async (catalog, increments, from, to) => {
      if (!catalogs.has(catalog)) await follow(catalog);
      return inLine(catalog, async () => {
        const held = catalogs.get(catalog)!;
        if (held.sequence !== from) return false;
        const changed = add(held.entities, increments);
        const rows = [...changed].map(([key, counters]) => ({ key, fields: toJson(counters) }));
        if (!(await writer.call("applyCounters", catalog, rows, from, to))) return false;
        for (const [key, counters] of changed) set(held.entities, key, counters);
        held.sequence = to;
        return true;
      });
    },
    entities: async (catalog, cursor) => {
      const held = catalogs.get(catalog) ?? (await follow(catalog));
      // New entities come at the end of a Map, so that a place in it stays one unless some before it go.
      const keys = [...held.entities.keys()];
      const start = cursor === null ? keys.length : Math.min(Number(cursor), keys.length);
      const end = Math.max(0, start - pageSize);
      return {
        entities: keys.slice(end, start).map((key) => ({ key, counters: held.entities.get(key)! })),
        cursor: end === 0 ? null : String(end),
      };
    },
    reset: (catalog) =>
      inLine(catalog, async () => {
        await writer.call("resetCounters", catalog);
        catalogs.delete(catalog);
      }),
    [Symbol.asyncDispose]: close,
  };
}

function take(held: Held, { sequence, rows }: CountersChanged): void {
  if (sequence < held.sequence) held.entities.clear();
  for (const { key, fields } of rows) {
    // Written by this very program in this shape.
    set(held.entities, key, new Map(Object.entries(JSON.parse(fields) as Record<string, number>)));
  }
  held.sequence = sequence;
}

function set(entities: Map<string, Counters>, key: string, counters: Counters): void {
  if (counters.size === 0) entities.delete(key);
  else entities.set(key, counters);
}

/** The entities that change, as they will be. */
function add(entities: ReadonlyMap<string, Counters>, increments: readonly Increment[]): ReadonlyMap<string, Counters> {
  const changed = new Map<string, Map<string, number>>();
  for (const { key, field, by } of increments) {
    let counters = changed.get(key);
    if (counters === undefined) changed.set(key, (counters = new Map(entities.get(key) ?? none)));
    const sum = (counters.get(field) ?? 0) + by;
    if (sum === 0) counters.delete(field);
    else counters.set(field, sum);
  }
  return changed;
}

function toJson(counters: Counters): string {
  return JSON.stringify(Object.fromEntries(counters));
}
