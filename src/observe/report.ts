import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { measureProcess } from "./process-metrics.ts";
import { seldom } from "./seldom.ts";
import { createStaged, type SearchStage, searchStages, type Staged } from "./stages.ts";
import { createStateMetrics, type StateSources } from "./state-metrics.ts";

export interface RequestServed {
  readonly id: string;
  readonly trace: string;
  readonly method: string;
  /** The route's pattern, never the address: `/v1/products/{id}`. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** A picture, a file of the storefront or a probe: there are many, and they tell little. */
  readonly aside: boolean;
  /** Problem code of a request that failed. */
  readonly code?: string;
}

export interface SearchServed {
  readonly total: number;
  readonly ranking: { readonly order: "first_stage" | "learned"; readonly arm: string };
  readonly degraded: readonly string[];
}

/** An event that is durable now and was not before. */
export interface EventTaken {
  readonly type: string;
  readonly queryId: string | null;
  readonly setAside: string | null;
}

export interface JobEnded {
  readonly id: string;
  readonly name: string;
  readonly ms: number;
  /** Null when it went well. */
  readonly error: unknown;
}

/** The one door for what happened; logs, metrics and traces are views of it. */
export interface Report extends Disposable {
  readonly log: Log;
  requestServed(served: RequestServed): void;
  searchServed(served: SearchServed): void;
  /** A stage of a search. */
  readonly staged: Staged;
  /** An answer that had to leave something out. */
  degraded(parts: readonly string[]): void;
  /** @param repeat kept, and not counted */
  eventTaken(taken: EventTaken, repeat: boolean): void;
  /** Searches that will not be in the log. */
  impressionsDropped(count: number, why: "lag" | "failed", error?: unknown): void;
  /** What is tried again and again did not work: a warning, of the same thing one a minute. */
  troubled(message: string, error: unknown, catalog?: string): void;
  /** An attempt of a job. */
  jobEnded(ended: JobEnded): void;
  /** What is asked when metrics are read, beside what was given before. */
  watch(sources: StateSources): void;
  /** Prometheus' text format. */
  metrics(): Promise<string>;
}

/** Those of OpenTelemetry's conventions from 100 ms on; finer below, where most searches are. In seconds. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const stageBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const jobBuckets = [0.1, 1, 10, 60, 300, 1800, 7200];

/** Between two lines about the same trouble. */
const troubleMs = 60_000;

const eventTypes = new Set(["impression", "view", "click", "add_to_cart", "remove_from_cart", "purchase", "return"]);

export const createReport = (log: Log): Report => {
  const metrics = createMetrics();
  const requests = metrics.histogram(
    "http_server_request_duration_seconds",
    "Time from a request's head to the last byte handed over.",
    requestBuckets,
  );
  const stages = metrics.histogram("winnow_search_stage_duration_seconds", "Time of a search's stages.", stageBuckets);
  const searches = metrics.counter("winnow_searches_total", "Searches answered, by their order and what was found.");
  const degraded = metrics.counter("winnow_degraded_total", "Answers that left something out, by why.");
  const events = metrics.counter("winnow_events_total", "Events taken, by type and whether they name their search.");
  const dropped = metrics.counter("winnow_impressions_dropped_total", "Searches that are not in the log, by why.");
  const jobs = metrics.histogram("winnow_job_duration_seconds", "Attempts of jobs, by name and outcome.", jobBuckets);
  const process = measureProcess(metrics);
  const state = createStateMetrics(metrics, () => performance.now());
  const troubled = seldom(
    troubleMs,
    (message: string, _: unknown, catalog?: string) => `${message}\n${catalog ?? ""}`,
    (message, error, catalog) => log.warn({ catalog, err: error }, message),
  );
  let unkept = 0;
  const sayUnkept = seldom<[unknown]>(
    troubleMs,
    () => "",
    (error) => {
      log.error({ err: error, count: unkept }, "searches could not be kept in the log");
      unkept = 0;
    },
  );
  const observe = Object.fromEntries(searchStages.map((stage) => [stage, stages.of({ stage })]));

  return {
    log,
    requestServed({ id, trace, method, route, status, ms, aside, code }) {
      requests.observe(
        { http_request_method: method, http_route: route, http_response_status_code: status },
        ms / 1000,
      );
      const isError = status >= 500 && code === "internal";
      if (!isError && !log.isLevelEnabled(aside ? "debug" : "info")) return;
      const fields = { request: id, trace, method, route, status, ms: Math.round(ms * 100) / 100, code };
      if (isError) log.error(fields, "request");
      else if (aside) log.debug(fields, "request");
      else log.info(fields, "request");
    },
    searchServed({ total, ranking: { order, arm }, degraded: parts }) {
      searches.add({ order, arm, results: total === 0 ? "none" : "some" });
      for (const reason of parts) degraded.add({ reason });
    },
    staged: createStaged(observe as Readonly<Record<SearchStage, (seconds: number) => void>>),
    degraded: (parts) => parts.forEach((reason) => degraded.add({ reason })),
    eventTaken({ type, queryId, setAside }, repeat) {
      const from = queryId === null ? "no" : "yes";
      const counted = setAside === null && !repeat ? "yes" : "no";
      events.add({ type: eventTypes.has(type) ? type : "other", from_search: from, counted });
    },
    impressionsDropped(count, why, error) {
      dropped.add({ reason: why }, count);
      if (why !== "failed") return;
      unkept += count;
      sayUnkept(error);
    },
    troubled,
    jobEnded({ id, name, ms, error }) {
      jobs.observe({ name, outcome: error === null ? "done" : "failed" }, ms / 1000);
      const fields = { job: id, name, ms: Math.round(ms) };
      if (error === null) log.info(fields, "job");
      else log.warn({ ...fields, err: error }, "job failed");
    },
    watch: (sources) => state.add(sources),
    async metrics() {
      await state.refresh();
      return metrics.text();
    },
    [Symbol.dispose]: () => {
      process[Symbol.dispose]();
      log.flush();
    },
  };
};
