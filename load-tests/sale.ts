import { check, sleep } from "k6";
import http from "k6/http";
import type { Options } from "k6/options";
import { inWaves, steadily } from "./rates.ts";
import { base, count, eventOf, get, relisted, searchPath, setting, tell } from "./shop.ts";

/**
 * k6 run -e RATE=50 -e ADMIN_KEY=wk_admin_… load-tests/sale.ts
 *
 * A flash sale: from RATE searches a second to five times as many within five seconds, while prices of a thousand products a second
 * are written anew and a training runs. The server may refuse; it may not fail, and no purchase may be lost.
 */
const [rate, seconds] = [setting("RATE", 20), setting("SECONDS", 30)];
const headers = { authorization: `Bearer ${__ENV["ADMIN_KEY"] ?? ""}` };

export const options: Options = {
  scenarios: {
    searches: inWaves("search", [
      { rate, seconds: Math.ceil(seconds / 4) },
      { rate: rate * 5, seconds: 5 },
      { rate: rate * 5, seconds: Math.ceil(seconds / 2) },
      { rate, seconds: Math.ceil(seconds / 4) },
    ]),
    events: steadily("events", rate, seconds),
    purchases: steadily("buy", Math.max(1, rate / 10), seconds, { gracefulStop: "30s" }),
    prices: { executor: "constant-vus", exec: "prices", vus: 1, duration: `${seconds}s` },
    retrain: {
      executor: "shared-iterations",
      exec: "retrain",
      vus: 1,
      iterations: 1,
      startTime: `${Math.ceil(seconds / 4)}s`,
      maxDuration: `${seconds}s`,
    },
  },
  thresholds: { failed: ["rate==0"], checks: ["rate==1"] },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

export function search(): void {
  count(get(searchPath(), "search"), { kind: "search" });
}

export function events(): void {
  count(tell([eventOf("view"), eventOf("click"), eventOf("add_to_cart")]), { kind: "events" });
}

export function prices(): void {
  const response = http.post(`${base}/v1/products`, relisted(), {
    headers: { ...headers, "content-type": "application/x-ndjson" },
    tags: { name: "products" },
    timeout: "60s",
  });
  check(response, { "prices are written": ({ status }) => status === 200 });
  sleep(1);
}

export function retrain(): void {
  const response = http.post(`${base}/v1/models/train`, "{}", {
    headers: { ...headers, "content-type": "application/json" },
    tags: { name: "train" },
  });
  check(response, { "a training is taken on": ({ status }) => status === 200 || status === 202 });
}

export { purchase as buy } from "./purchases.ts";
export { handleSummary } from "./summary.ts";
