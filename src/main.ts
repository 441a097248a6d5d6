import { processTelemetry } from "./config/telemetry.ts";
import { startTelemetry } from "./observe/telemetry.ts";

// `npm start`. Telemetry first, where it is configured; nothing else is loaded before it.
await startTelemetry(processTelemetry());
await import("./start.ts");
