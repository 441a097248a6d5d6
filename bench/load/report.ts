import { machine } from "../harness.ts";
import { measureEventFlood } from "./event-flood.ts";
import { figure, k6Version, runK6, serverCore } from "./k6.ts";
import { measureOverload } from "./overload.ts";
import { type Deployment, startSystem, type System } from "./system.ts";

/** What must hold of a rate, to count as one that the system bears. */
const p99Ms = 50;

/** Finds by steps the rate that one core bears, and what happens beyond it; prints docs/load.md's tables. */
export const report = async (options: {
  readonly products: number;
  readonly seconds: number;
  readonly log: (line: string) => void;
}): Promise<void> => {
  const { products, seconds, log } = options;
  const servers = process.env["ELASTICSEARCH_URL"] !== undefined && process.env["REDIS_URL"] !== undefined;
  const deployments: readonly Deployment[] = servers ? ["embedded", "elasticsearch"] : ["embedded"];
  const rows: string[] = [];
  const floods: string[] = [];
  const steps: string[] = [];
  for (const deployment of deployments) {
    await using system = await startSystem({ deployment, products, log });
    const overload = await measureOverload(system, seconds);
    const found = await stepUp(system, overload.capacity, seconds);
    steps.push(...found.steps.map((step) => `| ${deployment} | ${step} |`));
    const o = overload;
    rows.push(
      `| ${deployment} | ${found.bears} | ${round(o.capacity)} | ${percent(o.goodputShare)} | ${round(o.healthyP99Ms)} → ${round(o.acceptedP99Ms)} ms | ${round(o.refusedMedMs)} / ${round(o.refusedP95Ms)} ms | ${round(o.livezMaxMs)} ms | ${o.recoveryS} s | ${o.failed} |`,
    );
    const f = await measureEventFlood(system, overload.capacity, seconds);
    floods.push(
      `| ${deployment} | ${round(f.takenUsually)} → ${round(f.takenInFlood)} | ${percent(f.refused)} | ${round(f.usualP50Ms)} → ${round(f.floodP50Ms)} ms | ${round(f.usualP99Ms)} → ${round(f.floodP99Ms)} ms | ${f.resent} | ${f.lost} |`,
    );
  }
  log(`
${machine()}; ${await k6Version()}; ${products} products, 200 rescored by a model; ${new Date().toISOString().slice(0, 10)}; ${serverCore === null ? "server and k6 share all cores" : "the server has one core, k6 the others (of Elasticsearch and Redis neither is held)"}.

| deployment | searches/s with p99 ≤ ${p99Ms} ms | answers/s at most | goodput at 3× | p99 healthy → at 3× | refusal, median / p95 | /livez at 3×, longest | recovered after | failed |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}

| deployment | event calls/s, usual → 10× | refused of 10× | search p50 | search p99 | purchases sent again | purchases lost |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${floods.join("\n")}

| deployment | searches/s | answered | p50 | p95 | p99 |
| --- | ---: | ---: | ---: | ---: | ---: |
${steps.join("\n")}`);
};

/** From a fifth of what is possible at most, a tenth at a time, until a step does not hold twice: machines pause, too. */
const stepUp = async ({ settings }: System, capacity: number, seconds: number) => {
  let bears = 0;
  let broken = 0;
  const steps: string[] = [];
  for (let share = 0.2; share < 1.3 && broken < 2;) {
    const rate = Math.max(1, Math.round(capacity * share));
    const run = await runK6("search", {
      ...settings,
      RATE: String(rate),
      SECONDS: String(seconds),
      P99: String(p99Ms),
    });
    const ms = (value: string) => `${round(figure(run, "accepted_ms", value))} ms`;
    steps.push(
      `${rate} | ${percent(figure(run, "answered", "rate"))} | ${ms("med")} | ${ms("p(95)")} | ${ms("p(99)")}`,
    );
    broken = run.held ? 0 : broken + 1;
    if (!run.held) continue;
    bears = rate;
    share += 0.1;
  }
  return { bears, steps };
};

const round = (value: number): string => (value >= 20 ? value.toFixed(0) : Number(value.toPrecision(2)).toString());
const percent = (share: number): string => `${(100 * share).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;
