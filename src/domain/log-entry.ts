import type { ShopEvent } from "./event.ts";
import type { Impression } from "./impression.ts";

/** The behaviour log: impressions and events in one order, the order in which they became durable. */
export type LogEntry = EventEntry | ImpressionEntry;

export interface EventEntry {
  readonly sequence: number;
  readonly kind: "event";
  readonly event: ShopEvent;
}

export interface ImpressionEntry {
  readonly sequence: number;
  readonly kind: "impression";
  readonly impression: Impression;
}

/** Who is held to limits a day: the shopper, else the search alone; null when neither is known. */
export const actorOf = (entry: LogEntry): string | null => {
  const { user, queryId } = entry.kind === "event" ? entry.event : entry.impression;
  return user ?? queryId;
};

/** The UTC day on which it happened, counted from 1970. */
export const dayOf = (entry: LogEntry): number =>
  Math.floor((entry.kind === "event" ? entry.event.timestampMs : entry.impression.shownAtMs) / dayMs);

export const dayMs = 86_400_000;
