import { LRUCache } from "lru-cache";
import { isBot } from "../../ranking/traffic/countable.ts";
import { defaultFloodLimits, type FloodLimits, isFlood } from "../../ranking/traffic/flood.ts";
import { actorOf, dayOf, type LogEntry } from "../domain/log-entry.ts";
import type { ActorDay, EventStore, Tail } from "../ports/event-store.ts";

/**
 * Shoppers' days of one catalogue as of the place to which they were folded, so that a day of hundreds of entries is not read
 * from the store again whenever one more comes.
 */
export interface KeptDays {
  /**
   * All entries of these days up to the tail's end, oldest first; none of a day that was a flood before the tail began: it
   * counts for nothing and will.
   *
   * @param from where the tail begins; what was kept of another place is let go
   */
  upTo(days: readonly ActorDay[], from: number, tail: Tail): Promise<readonly (readonly LogEntry[])[]>;
  /** Lets go of all that is not of this place: others have folded since, and what they saw may be an erasure. */
  expect(from: number): void;
}

/** Entries kept at most, some 5 kB each. */
const mostEntries = 10_000;
/** Shorter days are read again: most shoppers' are, and reading them costs little. */
const keptFrom = 8;

/** @param store what they are read from */
export const createKeptDays = (
  store: Pick<EventStore, "actorDays">,
  catalog: string,
  limits: FloodLimits = defaultFloodLimits,
): KeptDays => {
  const leastFlood = Math.min(limits.events, limits.clicks, limits.searches, limits.purchases);
  const toKept = (day: readonly LogEntry[]): Kept => {
    const counts = day.length > leastFlood ? day.filter((entry) => !isBot(entry)) : [];
    return counts.length > 0 && isFlood(counts, limits) ? "flood" : day;
  };
  const kept = new LRUCache<string, Kept>({
    maxSize: mostEntries,
    sizeCalculation: (day) => (day === "flood" ? 1 : day.length),
  });
  let place = 0;
  const expect = (from: number): void => {
    if (from !== place) kept.clear();
    place = from;
  };

  return {
    expect,
    async upTo(days, from, { entries, erasures, to }) {
      expect(from);
      // Of who is to be forgotten nothing stays, and entries that were kept may be gone from the store.
      const forgets = erasures.length > 0;
      if (forgets) kept.clear();
      const fresh = groupByDay(entries);
      const known = new Map(days.map((day) => [keyOf(day), kept.get(keyOf(day))]));
      const missing = days.filter((day) => known.get(keyOf(day)) === undefined);
      const read = (await store.actorDays(catalog, missing, to))[Symbol.iterator]();
      const found = days.map((day) => {
        const before = known.get(keyOf(day));
        if (before === "flood") return [];
        return before === undefined ? read.next().value! : [...before, ...(fresh.get(keyOf(day)) ?? [])];
      });
      if (forgets) return found;
      place = to;
      days.forEach((day, i) => {
        if (found[i]!.length >= keptFrom) kept.set(keyOf(day), toKept(found[i]!));
      });
      return found;
    },
  };
};

/** A day's entries; of a flood's none are needed any more. */
type Kept = readonly LogEntry[] | "flood";

const keyOf = ({ actor, day }: ActorDay): string => `${day} ${actor}`;

const groupByDay = (entries: readonly LogEntry[]): ReadonlyMap<string, readonly LogEntry[]> => {
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const actor = actorOf(entry);
    if (actor === null) continue;
    const key = keyOf({ actor, day: dayOf(entry) });
    const day = days.get(key);
    if (day === undefined) days.set(key, [entry]);
    else day.push(entry);
  }
  return days;
};
