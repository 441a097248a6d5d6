import { processTelemetry } from "./config/telemetry.ts";
import { startTelemetry } from "./observe/telemetry.ts";

/** The program `winnow`, telemetry first where it is configured. @param args without the interpreter and the script */
export const runWinnow = async (args: readonly string[]): Promise<void> => {
  await startTelemetry(processTelemetry());
  const { runCommand } = await import("./cli/main.ts");
  await runCommand(args);
};
