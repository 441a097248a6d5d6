import type { Options } from "k6/options";
import { secondsIn } from "./livez.ts";
import { purchaseThresholds } from "./purchases.ts";
import { steadily } from "./rates.ts";
import { count, eventOf, get, searchPath, setting, tell } from "./shop.ts";

/**
 * k6 run -e RATE=50 -e FLOOD=10 load-tests/events.ts
 *
 * Searches at SEARCHES a second all the time; calls that tell what shoppers do at RATE, and then at FLOOD times as many; and
 * purchases, of which none may be lost.
 */
const [rate, searches, flood, seconds] = [
  setting("RATE", 20),
  setting("SEARCHES", 20),
  setting("FLOOD", 10),
  setting("SECONDS", 10),
];
const warmS = 3;
const phaseAt = (second: number) => ({ phase: second < warmS ? "warm" : second < warmS + seconds ? "usual" : "flood" });
const total = warmS + 2 * seconds;

export const options: Options = {
  scenarios: {
    searches: steadily("search", searches, total),
    events: steadily("events", rate, warmS + seconds),
    flood: steadily("events", rate * flood, seconds, { startTime: `${warmS + seconds}s` }),
    purchases: steadily("buy", 2, total, { gracefulStop: "30s" }),
  },
  thresholds: {
    ...{ failed: ["rate==0"], ...purchaseThresholds },
    "answered{kind:search}": ["rate>0.99"],
    ...Object.fromEntries(
      ["usual", "flood"].flatMap((phase) => [
        [`accepted_ms{kind:search,phase:${phase}}`, ["max>=0"]],
        [`goodput{kind:events,phase:${phase}}`, ["count>=0"]],
        [`refused{kind:events,phase:${phase}}`, ["rate>=0"]],
      ]),
    ),
  },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

const now = () => phaseAt(secondsIn());

export function search(): void {
  const phase = now();
  count(get(searchPath(), "search"), { kind: "search", ...phase });
}

export function events(): void {
  const phase = now();
  const batch = Array.from({ length: 1 + Math.floor(Math.random() * 4) }, () =>
    eventOf(Math.random() < 0.7 ? "view" : Math.random() < 0.8 ? "click" : "add_to_cart"),
  );
  count(tell(batch), { kind: "events", ...phase });
}

export { purchase as buy } from "./purchases.ts";
export { handleSummary } from "./summary.ts";
