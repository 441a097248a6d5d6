import type { Options, Threshold } from "k6/options";
import { livezScenario, livezThresholds, probeLivez, secondsIn } from "./livez.ts";
import { steadily } from "./rates.ts";
import { count, get, searchPath, setting } from "./shop.ts";

/**
 * k6 run -e CAPACITY=300 load-tests/overload.ts; `npm run bench -- overload` finds the capacity first and judges the figures
 *
 * Half of what the server can do, then three times what it can do, then half again, with a probe of /livez all the time.
 */
const capacity = setting("CAPACITY", 200);
const seconds = setting("SECONDS", 10);
const settleS = setting("SETTLE", 12);
const warmS = 3;

const healthy = capacity / 2;
/** The first second has as many new connections as the flood has shoppers: shown, and not judged with the rest. */
const onsetS = 1;
const healthyEnd = warmS + seconds;
const ends = { warm: warmS, healthy: healthyEnd, onset: healthyEnd + onsetS, overload: healthyEnd + onsetS + seconds };
const total = ends.overload + settleS;

const phaseAt = (second: number): Record<string, string> => {
  for (const [phase, end] of Object.entries(ends)) if (second < end) return { phase };
  // Second by second, so that it shows when all is as before.
  return { phase: `after-${Math.floor(second - ends.overload)}` };
};

const phases = ["healthy", "onset", "overload", ...Array.from({ length: settleS }, (_, i) => `after-${i}`)];
const any = (value: string): [string, Threshold[]][] =>
  phases.map((phase) => [`${value}{phase:${phase}}`, ["count>=0"]]);
const anyRate = (value: string): [string, Threshold[]][] =>
  phases.map((phase) => [`${value}{phase:${phase}}`, ["rate>=0"]]);

export const options: Options = {
  scenarios: {
    before: steadily("search", healthy, warmS + seconds),
    overload: steadily("search", 3 * capacity, onsetS + seconds, { startTime: `${ends.healthy}s`, gracefulStop: "0s" }),
    after: steadily("search", healthy, settleS, { startTime: `${ends.overload}s` }),
    livez: livezScenario(total),
  },
  thresholds: {
    ...{ failed: ["rate==0"], ...livezThresholds },
    // k6 shows the figures of a phase only where a threshold names them.
    ...Object.fromEntries([...any("goodput"), ...anyRate("refused")]),
    ...Object.fromEntries(
      ["accepted_ms", "refused_ms", "livez_ms"].flatMap((name) =>
        phases.map((phase) => [`${name}{phase:${phase}}`, ["max>=0"]]),
      ),
    ),
  },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

export function search(): void {
  // By when it was asked, whenever it was answered.
  const tags = phaseAt(secondsIn());
  count(get(searchPath(), "search"), tags);
}

export function livez(): void {
  probeLivez(phaseAt(secondsIn()));
}

export { handleSummary } from "./summary.ts";
