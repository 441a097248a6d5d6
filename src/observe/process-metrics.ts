import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { Metrics } from "./metrics.ts";

/** How often the event loop is looked at, in milliseconds: its histogram holds this time, too. */
const resolutionMs = 10;
/** A reading covers at least so long, in milliseconds: a second scraper sees the same one, not the rest. */
const readingMs = 5000;

/** The process and its event loop, by the names that Prometheus and OpenTelemetry's conventions give them. */
export const measureProcess = (metrics: Metrics): Disposable => {
  const loop = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();
  const seconds = (nanoseconds: number) => Math.max(0, (nanoseconds - resolutionMs * 1e6) / 1e9);
  const read = () => ({
    atMs: performance.now(),
    utilization: performance.eventLoopUtilization(),
    busy: 0,
    ...{ p50: seconds(loop.percentile(50)), p90: seconds(loop.percentile(90)), p99: seconds(loop.percentile(99)) },
    max: seconds(loop.max),
  });
  let reading = { ...read(), atMs: -Infinity };
  const current = () => {
    if (performance.now() - reading.atMs < readingMs) return reading;
    const next = read();
    const { utilization } = performance.eventLoopUtilization(next.utilization, reading.utilization);
    reading = { ...next, busy: utilization };
    loop.reset();
    return reading;
  };
  for (const name of ["p50", "p90", "p99", "max"] as const) {
    const help = `Delay of the event loop over the last seconds, ${name === "max" ? "the longest" : name}.`;
    metrics.gauge(`nodejs_eventloop_delay_${name}_seconds`, help, () => [[{}, current()[name]]]);
  }
  const busy = "Share of the time in which the event loop was busy.";
  metrics.gauge("nodejs_eventloop_utilization_ratio", busy, () => [[{}, current().busy]]);
  metrics.gauge("v8js_memory_heap_used_bytes", "JavaScript heap in use.", () => [[{}, process.memoryUsage().heapUsed]]);
  metrics.gauge("process_resident_memory_bytes", "Memory held.", () => [[{}, process.memoryUsage.rss()]]);
  metrics.total("process_cpu_seconds_total", "Processor time taken.", () => {
    const { user, system } = process.cpuUsage();
    return [[{}, (user + system) / 1e6]];
  });
  const startedS = Math.round(Date.now() / 1000 - process.uptime());
  metrics.gauge("process_start_time_seconds", "When it was started, since 1970.", () => [[{}, startedS]]);
  return { [Symbol.dispose]: () => void loop.disable() };
};
