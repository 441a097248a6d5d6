import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";

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

export interface JobEnded {
  readonly id: string;
  readonly name: string;
  readonly ms: number;
  /** Null when it went well. */
  readonly error: unknown;
}

/** The one door for what happened; logs and metrics are two views of it. */
export interface Report extends Disposable {
  readonly log: Log;
  requestServed(served: RequestServed): void;
  /** A search that had to leave something out. */
  degraded(parts: readonly string[]): void;
  /** Searches that will not be in the log. */
  impressionsDropped(count: number, why: "lag" | "failed", error?: unknown): void;
  /** An attempt of a job. */
  jobEnded(ended: JobEnded): void;
  /** Products a catalogue; asked when metrics are read. */
  countProducts(
    read: () => readonly { readonly name: string; readonly products: number; readonly lag: number }[],
  ): void;
  /** Prometheus' text format. */
  metrics(): string;
}

export const createReport = (log: Log): Report => {
  const metrics = createMetrics();
  const requests = metrics.counter("winnow_requests_total", "Requests answered.");
  const latency = metrics.histogram(
    "winnow_request_duration_seconds",
    "Time from the request's head to the last byte handed over.",
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  );
  const degraded = metrics.counter("winnow_degraded_total", "Searches that left something out, by what it was.");
  const dropped = metrics.counter("winnow_impressions_dropped_total", "Searches that are not in the log, by why.");
  const jobs = metrics.counter("winnow_jobs_total", "Attempts of jobs, by name and outcome.");
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  metrics.gauge("winnow_event_loop_delay_seconds", "Delay of the event loop since the last reading.", () => {
    // The histogram holds the sampling interval itself too.
    const over = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - 0.01);
    const rows = [
      [{ quantile: "0.5" }, over(loop.percentile(50))],
      [{ quantile: "0.99" }, over(loop.percentile(99))],
      [{ quantile: "1" }, over(loop.max)],
    ] as const;
    loop.reset();
    return rows;
  });
  metrics.gauge("process_resident_memory_bytes", "Memory held.", () => [[{}, process.memoryUsage.rss()]]);
  metrics.gauge("process_uptime_seconds", "Time since the start.", () => [[{}, process.uptime()]]);

  return {
    log,
    requestServed({ id, trace, method, route, status, ms, aside, code }) {
      requests.add({ method, route, status });
      latency.observe({ route }, ms / 1000);
      const isError = status >= 500 && code === "internal";
      if (!isError && !log.isLevelEnabled(aside ? "debug" : "info")) return;
      const fields = { request: id, trace, method, route, status, ms: Math.round(ms * 100) / 100, code };
      if (isError) log.error(fields, "request");
      else if (aside) log.debug(fields, "request");
      else log.info(fields, "request");
    },
    degraded: (parts) => parts.forEach((part) => degraded.add({ part })),
    impressionsDropped(count, why, error) {
      dropped.add({ why }, count);
      if (why === "failed") log.error({ err: error, count }, "searches could not be kept in the log");
    },
    jobEnded({ id, name, ms, error }) {
      jobs.add({ name, outcome: error === null ? "done" : "failed" });
      const fields = { job: id, name, ms: Math.round(ms) };
      if (error === null) log.info(fields, "job");
      else log.warn({ ...fields, err: error }, "job failed");
    },
    countProducts(read) {
      metrics.gauge("winnow_products", "Products of a catalogue.", () =>
        read().map(({ name, products }) => [{ catalog: name }, products]),
      );
      metrics.gauge("winnow_index_lag", "Acknowledged changes that cannot be searched yet.", () =>
        read().map(({ name, lag }) => [{ catalog: name }, lag]),
      );
    },
    metrics: () => metrics.text(),
    [Symbol.dispose]: () => {
      loop.disable();
      log.flush();
    },
  };
};
