import { processTelemetry } from "../src/config/telemetry.ts";
import { startTelemetry } from "../src/observe/telemetry.ts";

// The whole server in a process of its own, for bench/tracing.ts, over a shop of as many products as the first argument
// says, with a model made of as many sessions as the second says. As in production, telemetry begins before the rest.
await startTelemetry(processTelemetry());
const { openTrainedShop } = await import("./trained-shop.ts");

const [products, sessions] = process.argv.slice(2).map(Number) as [number, number];
const trained = await openTrainedShop({ products, sessions, log: (line) => console.error(line) });
process.send!({ port: trained.learned.server.port, sessions: trained.sessions.slice(0, 500) });
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send!({ cpuUs: user + system, rssMb: process.memoryUsage.rss() / 2 ** 20 });
});
process.on("disconnect", () => void trained[Symbol.asyncDispose]());
