import type { EventEntry, ImpressionEntry, LogEntry } from "../../src/domain/log-entry.ts";

/** More than so many of one shopper on one UTC day are not a person's. */
export interface FloodLimits {
  readonly events: number;
  readonly clicks: number;
  readonly searches: number;
  /** Purchases of different products. */
  readonly purchases: number;
  /** Clicks that came sooner after their search than a person can see and point, see `fastMs`. */
  readonly fastClicks: number;
  readonly fastMs: number;
  /** Searches from which one product was clicked. */
  readonly searchesOfProduct: number;
}

export const defaultFloodLimits: FloodLimits = {
  events: 500,
  clicks: 200,
  searches: 300,
  purchases: 100,
  fastClicks: 3,
  fastMs: 300,
  searchesOfProduct: 20,
};

/**
 * Whether a shopper's day is past a limit. Each rule counts, so that more entries never make a flood of before a person's
 * day again: what was counted of it can be taken back once and for all, whatever the order in which it came.
 *
 * @param day all entries of one shopper's UTC day
 */
export const isFlood = (day: readonly LogEntry[], limits: FloodLimits): boolean => {
  const events = day.filter((entry): entry is EventEntry => entry.kind === "event");
  const searches = day.filter((entry): entry is ImpressionEntry => entry.kind === "impression");
  const clicks = events.filter(({ event }) => event.type === "click");
  const purchases = events.filter(({ event }) => event.type === "purchase");
  return (
    events.length > limits.events ||
    clicks.length > limits.clicks ||
    searches.length > limits.searches ||
    new Set(purchases.map(({ event }) => event.product?.group)).size > limits.purchases ||
    searchesOfOneProduct(clicks) > limits.searchesOfProduct ||
    fastClicks(clicks, searches, limits.fastMs) > limits.fastClicks
  );
};

const searchesOfOneProduct = (clicks: readonly EventEntry[]): number => {
  const searches = new Map<string, Set<string | null>>();
  for (const { event } of clicks) {
    if (event.product === null) continue;
    const known = searches.get(event.product.group) ?? new Set();
    searches.set(event.product.group, known.add(event.queryId));
  }
  return Math.max(0, ...[...searches.values()].map(({ size }) => size));
};

const fastClicks = (clicks: readonly EventEntry[], searches: readonly ImpressionEntry[], fastMs: number): number => {
  const shownAt = new Map<string, number[]>();
  for (const { impression } of searches) {
    shownAt.set(impression.queryId, [...(shownAt.get(impression.queryId) ?? []), impression.shownAtMs]);
  }
  return clicks.filter(({ event: { queryId, timestampMs } }) =>
    (shownAt.get(queryId ?? "") ?? []).some((ms) => timestampMs >= ms && timestampMs - ms < fastMs),
  ).length;
};
