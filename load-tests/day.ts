import type { Options } from "k6/options";
import { livezScenario, livezThresholds } from "./livez.ts";
import { purchaseThresholds } from "./purchases.ts";
import { inWaves } from "./rates.ts";
import { count, eventOf, get, pickQuery, searchPath, setting, tell } from "./shop.ts";

/**
 * k6 run -e RATE=50 -e SECONDS=120 load-tests/day.ts
 *
 * A day in little: the night's quiet, the morning's rise, a noon's wave, the afternoon, the evening's peak at RATE searches a second,
 * the night. With each search some keystrokes and, of three in ten, what was clicked and bought.
 */
const [rate, seconds] = [setting("RATE", 30), setting("SECONDS", 60)];

/** Of the evening's peak, hour by hour from midnight on, two hours each: the shape that shops' own traffic has. */
const hours = [0.15, 0.06, 0.05, 0.15, 0.4, 0.6, 0.75, 0.65, 0.7, 0.85, 1, 0.6];
const wave = (share: number) =>
  hours.map((hour) => ({
    rate: Math.max(1, hour * rate * share),
    seconds: Math.max(1, Math.round(seconds / hours.length)),
  }));

export const options: Options = {
  scenarios: {
    searches: inWaves("search", wave(1)),
    keystrokes: inWaves("keystroke", wave(3)),
    events: inWaves("events", wave(0.3)),
    purchases: inWaves("buy", wave(0.03)),
    livez: livezScenario(seconds),
  },
  thresholds: {
    ...{ failed: ["rate==0"], answered: ["rate>0.99"], dropped_iterations: ["count<10"] },
    ...{ ...purchaseThresholds, ...livezThresholds },
  },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

export function search(): void {
  count(get(searchPath(), "search"), { kind: "search" });
}

export function keystroke(): void {
  const query = pickQuery();
  const typed = query.slice(0, 1 + Math.floor(Math.random() * query.length));
  count(get(`/v1/suggest?q=${encodeURIComponent(typed)}`, "suggest"), { kind: "suggest" });
}

export function events(): void {
  count(tell([eventOf("click"), eventOf("view")]), { kind: "events" });
}

export { livez } from "./livez.ts";
export { purchase as buy } from "./purchases.ts";
export { handleSummary } from "./summary.ts";
