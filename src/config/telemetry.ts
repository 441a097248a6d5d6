import { readVersion } from "./version.ts";

/** What OpenTelemetry's SDK does not read from its standard variables by itself. */
export interface TelemetryConfig {
  readonly version: string;
  /** Null where the operator has named it. */
  readonly serviceName: string | null;
  /** The operator has said what is to be found out of the machine. */
  readonly ownDetectors: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Null unless the standard OTEL_* variables ask for traces; an empty value is as none.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const readTelemetry = (environment: Environment): TelemetryConfig | null => {
  const given = (name: string): string => (environment[name] ?? "").trim();
  if (given("OTEL_SDK_DISABLED").toLowerCase() === "true") return null;
  const exporter = given("OTEL_TRACES_EXPORTER").toLowerCase();
  const hasAddress = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"].some((one) => given(one));
  if (exporter === "none" || (exporter === "" && !hasAddress)) return null;
  const isNamed = given("OTEL_SERVICE_NAME") !== "" || /(^|,)\s*service\.name=/.test(given("OTEL_RESOURCE_ATTRIBUTES"));
  return {
    version: readVersion(),
    serviceName: isNamed ? null : "winnow",
    ownDetectors: given("OTEL_NODE_RESOURCE_DETECTORS") !== "",
  };
};

/** Of this process. */
export const processTelemetry = (): TelemetryConfig | null => readTelemetry(process.env);
