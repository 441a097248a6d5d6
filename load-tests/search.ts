import type { Options } from "k6/options";
import { steadily } from "./rates.ts";
import { count, get, read, searchPath, setting } from "./shop.ts";

/**
 * k6 run -e RATE=100 -e SECONDS=60 load-tests/search.ts, or `npm run load -- search --rate 100`
 *
 * Shoppers who search, turn pages and filter, arriving at a steady rate.
 */
const [rate, seconds] = [setting("RATE", 50), setting("SECONDS", 30)];
const p99 = setting("P99", 0);

export const options: Options = {
  scenarios: { search: steadily("search", rate, seconds) },
  thresholds: {
    answered: ["rate>0.999"],
    failed: ["rate==0"],
    dropped_iterations: ["count==0"],
    accepted_ms: p99 === 0 ? [] : [`p(99)<${p99}`],
  },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

export function search(): void {
  // One in twenty is looked into: reading JSON costs k6 more than the request.
  if (Math.random() > 0.05) {
    count(get(searchPath(), "search"));
    return;
  }
  count(read(searchPath(), "search"), {}, (response) => {
    const { total, hits } = response.json() as { total: number; hits: { id: string }[] };
    return hits.length <= total && hits.every(({ id }) => typeof id === "string");
  });
}

export { handleSummary } from "./summary.ts";
