import { figure, runK6 } from "./k6.ts";
import { watchPurchases } from "./purchases.ts";
import type { System } from "./system.ts";

export interface EventFlood {
  /** Of searches while events come as usual, and while ten times as many come. */
  readonly usualP99Ms: number;
  readonly floodP99Ms: number;
  readonly usualP50Ms: number;
  readonly floodP50Ms: number;
  /** Calls that told events, taken in a second. */
  readonly takenUsually: number;
  readonly takenInFlood: number;
  /** Of the flood's calls, refused. */
  readonly refused: number;
  /** Purchases that were made and never acknowledged, or acknowledged and not in the log. */
  readonly lost: number;
  readonly resent: number;
}

/** Searches at a third of what is possible, a fifth as many calls with events, then ten times as many (load-tests/events.ts). */
export const measureEventFlood = async (
  { settings, shop }: Pick<System, "settings" | "shop">,
  capacity: number,
  seconds: number,
): Promise<EventFlood> => {
  await using purchases = await watchPurchases(shop);
  const run = await runK6("events", {
    ...settings,
    SECONDS: String(seconds),
    SEARCHES: String(Math.ceil(capacity / 3)),
    RATE: String(Math.ceil(capacity / 5)),
  });
  const search = (phase: string, value: string) => figure(run, `accepted_ms{kind:search,phase:${phase}}`, value);
  const taken = (phase: string) => figure(run, `goodput{kind:events,phase:${phase}}`, "count") / seconds;
  const missing = await purchases.missing(run.acknowledged);
  return {
    usualP99Ms: search("usual", "p(99)"),
    floodP99Ms: search("flood", "p(99)"),
    usualP50Ms: search("usual", "med"),
    floodP50Ms: search("flood", "med"),
    takenUsually: taken("usual"),
    takenInFlood: taken("flood"),
    refused: figure(run, "refused{kind:events,phase:flood}", "rate"),
    lost: figure(run, "purchases_made", "count") - run.acknowledged.length + missing.length,
    resent: run.metrics["purchases_resent"]?.values["count"] ?? 0,
  };
};
