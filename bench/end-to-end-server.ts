import { monitorEventLoopDelay } from "node:perf_hooks";
import { openTrainedShop } from "./trained-shop.ts";

// The whole server in a process of its own, for bench/end-to-end.ts, over a shop of as many products as the first
// argument says, with a model made of as many sessions as the second says; and the same server without learning.
const [products, sessions] = process.argv.slice(2).map(Number) as [number, number];
const trained = await openTrainedShop({ products, sessions, log: (line) => console.error(line) });
process.send!({
  learned: trained.learned.server.port,
  plain: trained.plain.server.port,
  sessions: trained.sessions.slice(0, 500),
});

// A millisecond's resolution: what is looked for is the longest time that nothing else could be done.
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send!({ cpuUs: user + system, longestBlockMs: loop.max / 1e6, rssMb: process.memoryUsage.rss() / 2 ** 20 });
  loop.reset();
});
process.on("disconnect", () => void trained[Symbol.asyncDispose]());
