import { actorOf, dayOf, type EventEntry, type ImpressionEntry, type LogEntry } from "../../src/domain/log-entry.ts";
import { defaultFloodLimits, type FloodLimits, isFlood } from "./flood.ts";

/**
 * What of some entries of the log may be counted and trained on: nothing of bots, nothing of a shopper's UTC day that is a
 * flood, and of what one shopper did to one product for one query on one day the first alone.
 *
 * The result is a function of the set of entries: neither their order nor when they came matters. A shopper's day has to be
 * there as a whole.
 */
export const countable = (
  entries: readonly LogEntry[],
  limits: FloodLimits = defaultFloodLimits,
): readonly LogEntry[] => {
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const actor = actorOf(entry);
    // Who says nothing of themselves cannot be held to a limit.
    if (actor === null || isBot(entry)) continue;
    const key = `${dayOf(entry)} ${actor}`;
    const day = days.get(key);
    if (day === undefined) days.set(key, [entry]);
    else day.push(entry);
  }
  return [...days.values()].flatMap((day) => (isFlood(day, limits) ? [] : firsts(day)));
};

export const isBot = (entry: LogEntry): boolean =>
  entry.kind === "event" ? entry.event.setAside === "bot" : entry.impression.bot;

/** The mark `repeat` was made in the order of arrival, and by query id: it is not asked here. */
const firsts = (day: readonly LogEntry[]): readonly LogEntry[] => {
  const first = new Map<string, LogEntry>();
  for (const entry of day) {
    const trait = entry.kind === "event" ? eventTrait(entry) : impressionTrait(entry);
    const other = first.get(trait);
    if (other === undefined || isBefore(entry, other)) first.set(trait, entry);
  }
  return [...first.values()].map((entry) =>
    entry.kind === "event" && entry.event.setAside !== null
      ? { ...entry, event: { ...entry.event, setAside: null } }
      : entry,
  );
};

const eventTrait = ({ event: { id, type, query, queryId, product } }: EventEntry): string =>
  product === null ? `e ${id}` : JSON.stringify([type, product.group, query, query === null ? queryId : null]);

const impressionTrait = ({ impression: { normalized, page, filters, sort } }: ImpressionEntry): string =>
  JSON.stringify(["shown", normalized, page, filters, sort]);

/** By when it happened, then by name: the same whichever came first. */
const isBefore = (a: LogEntry, b: LogEntry): boolean => {
  const [x, y] = [placeOf(a), placeOf(b)];
  return x.atMs < y.atMs || (x.atMs === y.atMs && x.name < y.name);
};

const placeOf = (entry: LogEntry) =>
  entry.kind === "event"
    ? { atMs: entry.event.timestampMs, name: entry.event.id }
    : { atMs: entry.impression.shownAtMs, name: `${entry.impression.queryId}/${entry.impression.page}` };
