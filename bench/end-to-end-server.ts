import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { makeDemoShop } from "../src/cli/demo.ts";
import { defaultCatalog, openStores, serve } from "../src/compose.ts";
import { readConfig } from "../src/config/config.ts";
import { openLog } from "../src/observe/log.ts";
import { createReport } from "../src/observe/report.ts";

// The whole server in a process of its own, for bench/end-to-end.ts, over a shop of as many products as the first
// argument says.
const count = Number(process.argv[2]);
const folder = await mkdtemp(join(tmpdir(), "winnow-bench-"));
const config = readConfig({ PORT: "0", WINNOW_DATA: folder, WINNOW_LINGER_MS: "0" });
const stores = await openStores(config);
const startedAt = performance.now();
await makeDemoShop({ store: stores.products, catalog: defaultCatalog, count, seed: 1, nowMs: Date.UTC(2025, 0, 1) });
const storedAt = performance.now();
const running = await serve(config, { stores, report: createReport(openLog("info")), version: "bench" });
await running.retrieval.refresh(defaultCatalog);
process.send!({
  port: running.server.port,
  storedS: (storedAt - startedAt) / 1000,
  indexedS: (performance.now() - storedAt) / 1000,
});

// A millisecond's resolution: what is looked for is the longest time that nothing else could be done.
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send!({ cpuUs: user + system, longestBlockMs: loop.max / 1e6, rssMb: process.memoryUsage.rss() / 2 ** 20 });
  loop.reset();
});
process.on("disconnect", () => {
  void running.stop().then(() => rm(folder, { recursive: true, force: true }));
});
