import { check, sleep } from "k6";
import { SharedArray } from "k6/data";
import http, { type RefinedResponse } from "k6/http";
import { Counter, Trend } from "k6/metrics";
import type { Options, Scenario } from "k6/options";
import { livezScenario, livezThresholds, secondsIn } from "./livez.ts";
import { purchaseThresholds } from "./purchases.ts";
import { inWaves, steadily } from "./rates.ts";
import { base, count, eventOf, get, searchPath, setting, tell } from "./shop.ts";

/**
 * k6 run -e RATE=50 -e SECONDS=90 -e ADMIN_KEY=wk_admin_… -e SALE_FILE=catalogue.csv load-tests/sale.ts
 *
 * A flash sale: from RATE searches a second to five times as many within five seconds, and then the whole catalogue is imported
 * again at its sale prices while a training runs. Both have to be done before the shoppers are gone. The server may refuse; it may
 * not fail, and no purchase may be lost.
 */
const [rate, seconds] = [setting("RATE", 20), setting("SECONDS", 60)];
/** When the rush has come. */
const rushS = Math.ceil(seconds / 6) + 5;
const key = { authorization: `Bearer ${__ENV["ADMIN_KEY"] ?? ""}` };
const file = __ENV["SALE_FILE"];
const catalogue = new SharedArray<string>("catalogue", () => (file === undefined ? [] : [open(file)]));

const importS = new Trend("import_seconds");
const trainingS = new Trend("training_seconds");
/** Of the import and the training, those that were done while shoppers searched. */
const done = new Counter("done_in_time");

const once = (exec: string): Scenario => ({
  executor: "per-vu-iterations",
  exec,
  vus: 1,
  iterations: 1,
  startTime: `${rushS}s`,
  // What takes longer than the sale is cut off, and its check is missing.
  maxDuration: `${seconds - rushS}s`,
  gracefulStop: "0s",
});

export const options: Options = {
  scenarios: {
    searches: inWaves("search", [
      { rate, seconds: Math.ceil(seconds / 6) },
      { rate: rate * 5, seconds: 5 },
      { rate: rate * 5, seconds: Math.ceil(seconds / 2) },
      { rate, seconds: Math.ceil(seconds / 3) - 5 },
    ]),
    events: steadily("events", rate, seconds),
    purchases: steadily("buy", Math.max(1, rate / 10), seconds, { gracefulStop: "30s" }),
    livez: livezScenario(seconds),
    ...(file !== undefined && { reimport: once("reimport") }),
    retrain: once("retrain"),
  },
  thresholds: {
    ...{ failed: ["rate==0"], checks: ["rate==1"], ...purchaseThresholds, ...livezThresholds },
    done_in_time: [file === undefined ? "count==1" : "count==2"],
  },
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
};

export function search(): void {
  count(get(searchPath(), "search"), { kind: "search", rush: String(secondsIn() > rushS) });
}

export function events(): void {
  count(tell([eventOf("view"), eventOf("click"), eventOf("add_to_cart")]), { kind: "events" });
}

export function reimport(): void {
  const response = http.post(`${base}/v1/imports?keep_missing=true&name=sale`, catalogue[0] ?? "", {
    headers: { ...key, "content-type": "application/octet-stream" },
    tags: { name: "import" },
    timeout: `${seconds}s`,
  });
  const isLive = check(response, { "sale prices are live": ({ status }) => status === 201 });
  if (isLive) finish(importS, response.timings.duration / 1000);
  else console.error(`The import: ${response.status} ${String(response.body).slice(0, 500)}`);
}

export function retrain(): void {
  const from = secondsIn();
  const asked = http.post(`${base}/v1/jobs`, JSON.stringify({ name: "retrain", payload: { by: "a load test" } }), {
    headers: { ...key, "content-type": "application/json" },
    tags: { name: "train" },
  });
  let job = read(asked);
  while (job.state !== "done" && job.state !== "dead" && job.state !== undefined) {
    sleep(0.5);
    job = read(http.get(`${base}/v1/jobs/${job.id}`, { headers: key, tags: { name: "job" } }), job);
  }
  if (check(job, { "a training is done": ({ state }) => state === "done" })) finish(trainingS, secondsIn() - from);
  else console.error(`The training: ${asked.status} ${JSON.stringify(job)}`);
}

const finish = (trend: Trend, seconds: number): void => {
  trend.add(seconds);
  done.add(1);
};

interface Job {
  readonly id?: string;
  readonly state?: string;
}

/** As asked for, or with its log. @param before stands where the server had no time to say */
const read = <T extends "text">(response: RefinedResponse<T>, before: Job = {}): Job =>
  response.status < 300 ? ((response.json("job") as Job | undefined) ?? (response.json() as Job)) : before;

export { livez } from "./livez.ts";
export { purchase as buy } from "./purchases.ts";
export { handleSummary } from "./summary.ts";
