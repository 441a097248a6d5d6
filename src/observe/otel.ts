import { trace } from "@opentelemetry/api";
import { NodeSDK, resources } from "@opentelemetry/sdk-node";
import { createTracer } from "./otel-tracer.ts";
import { setTracer } from "./trace.ts";

export interface OpenTelemetryOptions {
  /** Of this program. */
  readonly version: string;
  /** Null leaves it to the standard variables, as true does below. */
  readonly serviceName: string | null;
  readonly ownDetectors: boolean;
}

/** What is still to be sent when the process ends gets so long, in milliseconds. */
const flushMs = 3000;

/**
 * The OpenTelemetry SDK, set up by the standard variables: exporter, address, headers, sampler, batches, resource. Traces
 * alone: metrics are scraped from /metrics, and logs are lines on standard output that carry the trace's id.
 *
 * Only otel*.ts import OpenTelemetry; the rest knows `trace.ts`.
 */
export const startOpenTelemetry = ({ version, serviceName, ownDetectors }: OpenTelemetryOptions): void => {
  const { defaultResource, resourceFromAttributes, envDetector, hostDetector, serviceInstanceIdDetector } = resources;
  const sdk = new NodeSDK({
    resource: defaultResource().merge(resourceFromAttributes({ "service.version": version })),
    ...(serviceName !== null && { serviceName }),
    // Not the process's arguments, into which an operator may have typed a secret.
    ...(!ownDetectors && { resourceDetectors: [envDetector, hostDetector, serviceInstanceIdDetector] }),
    ...{ metricReaders: [], logRecordProcessors: [], instrumentations: [] },
  });
  sdk.start();
  setTracer(createTracer(trace.getTracer("winnow", version)));
  // Once there is nothing left to do: servers and commands alike end so.
  process.once("beforeExit", () => {
    setTracer(null);
    const timer = setTimeout(() => process.exit(), flushMs);
    void sdk
      .shutdown()
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(timer);
        process.exit();
      });
  });
};
