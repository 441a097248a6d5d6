import { readTelemetry } from "./telemetry.ts";

const address = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };

it.each([
  {},
  { OTEL_SERVICE_NAME: "shop" },
  { OTEL_EXPORTER_OTLP_ENDPOINT: " " },
  { ...address, OTEL_SDK_DISABLED: "TRUE" },
  { ...address, OTEL_TRACES_EXPORTER: "none" },
  { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "http://collector:4318" },
])("asks for no traces by %j", (environment) => {
  expect(readTelemetry(environment)).toBeNull();
});

it.each([
  [address, "winnow"],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://collector:4318/v1/traces" }, "winnow"],
  [{ OTEL_TRACES_EXPORTER: "console" }, "winnow"],
  [{ ...address, OTEL_SDK_DISABLED: "false" }, "winnow"],
  [{ ...address, OTEL_SERVICE_NAME: "shop" }, null],
  [{ ...address, OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test, service.name=shop" }, null],
])("asks for traces by %j, and gives them its name only where the operator has not", (environment, serviceName) => {
  expect(readTelemetry(environment)).toMatchObject({ serviceName, ownDetectors: false });
});
