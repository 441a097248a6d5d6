import type { Benchmark } from "./harness.ts";
import { measureEventFlood } from "./load/event-flood.ts";
import { k6IsThere } from "./load/k6.ts";
import { measureOverload } from "./load/overload.ts";
import { startSystem } from "./load/system.ts";

/** The whole server under three times what it can do and under ten times the events, each figure beside its own of an hour without. */
export const bench: Benchmark = {
  name: "overload",
  title: "three times as many searches as can be answered, ten times as many events, beside a healthy load (k6)",
  async run({ quick, log }) {
    if (!(await k6IsThere())) {
      log("Not measured: K6 names no k6, and there is none in the PATH.");
      return { unit: "ms", ours: {}, peers: {}, ratio: {}, n: 0, seed: 0 };
    }
    // A quick run is a gate: on Elasticsearch, which no core is kept free for, it would say more about the machine.
    const deployment = quick || process.env["ELASTICSEARCH_URL"] === undefined ? "embedded" : "elasticsearch";
    await using system = await startSystem({ deployment, products: quick ? 5_000 : 20_000, log });
    const [seconds, settleS] = quick ? [4, 6] : [15, 12];
    const overload = await measureOverload(system, seconds, settleS);
    const flood = await measureEventFlood(system, overload.capacity, seconds);
    return {
      unit: "ms",
      ours: {
        "answers/s at most": overload.capacity,
        "p99 healthy": overload.healthyP99Ms,
        "p99 at 3×": overload.acceptedP99Ms,
        "refused at 3×, median": overload.refusedMedMs,
        "refused at 3×, p95": overload.refusedP95Ms,
        "refused at 3×, p99": overload.refusedP99Ms,
        "/livez at 3×, longest": overload.livezMaxMs,
        "recovered after, s": overload.recoveryS,
        "neither answered nor refused": overload.failed,
        "search p99, usual events": flood.usualP99Ms,
        "search p99, 10× events": flood.floodP99Ms,
        "purchases sent again": flood.resent,
        "purchases lost": flood.lost,
      },
      peers: {},
      ratio: {
        "goodput at peak": overload.goodputShare / 0.8,
        "refusals within 5 ms": 5 / overload.refusedMedMs,
        "healthy p99 × 2": 2 / overload.acceptedRatio,
        "recovery within 10 s": Number.isNaN(overload.recoveryS) ? 0 : 10 / overload.recoveryS,
        "/livez always": overload.livezAnswered >= 0.95 ? 1 : 0,
        "search p99 × 1.2 under an event flood": 1.2 / (flood.floodP99Ms / flood.usualP99Ms),
        "purchases kept": flood.lost === 0 ? 1 : 0,
      },
      ...{ n: seconds, seed: 0 },
    };
  },
};
