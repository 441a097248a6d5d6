import type { OpenTelemetryOptions } from "./otel.ts";

/**
 * Begins to export traces; to be called before anything else is imported. Without it nothing of OpenTelemetry's SDK is
 * loaded: neither the start nor memory pays for it.
 */
export const startTelemetry = async (options: OpenTelemetryOptions | null): Promise<void> => {
  if (options === null) return;
  const { startOpenTelemetry } = await import("./otel.ts");
  startOpenTelemetry(options);
};
