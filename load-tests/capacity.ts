import type { Options } from "k6/options";
import { count, get, searchPath, setting } from "./shop.ts";

/**
 * Some shoppers who ask again as soon as they are answered: what is answered a second is what the server can do at most. After a
 * refusal they do as they are told, and come back later.
 */
const seconds = setting("SECONDS", 8);

export const options: Options = {
  scenarios: {
    capacity: {
      executor: "constant-vus",
      exec: "search",
      vus: setting("SHOPPERS", 8),
      duration: `${seconds}s`,
      gracefulStop: "1s",
    },
  },
  thresholds: { failed: ["rate==0"] },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

export function search(): void {
  count(get(searchPath(), "search"));
}

export { handleSummary } from "./summary.ts";
