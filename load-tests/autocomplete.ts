import http from "k6/http";
import { sleep } from "k6";
import { Trend } from "k6/metrics";
import type { Options } from "k6/options";
import { livezScenario, livezThresholds } from "./livez.ts";
import { steadily } from "./rates.ts";
import { base, count, pickQuery, setting } from "./shop.ts";

/**
 * k6 run -e RATE=20 load-tests/autocomplete.ts
 *
 * RATE people a second begin to type: a request a key, 80 to 200 ms apart, and what the last key asked for is abandoned when the
 * next comes before it is answered, as browsers do.
 */
const [rate, seconds] = [setting("RATE", 10), setting("SECONDS", 30)];

const keystrokeMs = new Trend("keystroke_ms", true);

export const options: Options = {
  scenarios: {
    typing: steadily("type", rate, seconds, { preAllocatedVUs: Math.max(20, Math.ceil(rate * 2)) }),
    livez: livezScenario(seconds),
  },
  thresholds: {
    ...{ answered: ["rate>0.999"], failed: ["rate==0"], dropped_iterations: ["count==0"], ...livezThresholds },
    keystroke_ms: ["p(95)<200"],
  },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

export async function type(): Promise<void> {
  const query = pickQuery();
  // Nobody types a name of forty letters to its end.
  const last = Math.min(query.length, 12);
  for (let length = 1; length <= last; length++) {
    const url = `${base}/v1/suggest?q=${encodeURIComponent(query.slice(0, length))}`;
    const waitMs = 80 + Math.random() * 120;
    // k6 cannot cut a request short but by its timeout: at the next key.
    const response = await http.asyncRequest("GET", url, null, {
      responseType: "none",
      timeout: length === last ? "10s" : waitMs,
      tags: { name: "suggest" },
    });
    const { duration } = response.timings;
    keystrokeMs.add(duration);
    const isAbandoned = response.status === 0 && response.error_code === 1050;
    if (!isAbandoned) count(response);
    sleep(Math.max(0, waitMs - duration) / 1000);
  }
}

export { livez } from "./livez.ts";
export { handleSummary } from "./summary.ts";
