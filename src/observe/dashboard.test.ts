import { readFileSync } from "node:fs";
import { silentLog } from "./log.ts";
import { createReport } from "./report.ts";

// The compiled file lies three folders below the root.
const read = (name: string): string =>
  readFileSync(new URL(`../../../docs/observability/${name}`, import.meta.url), "utf8");

/** Names of metrics in PromQL, without what a histogram adds. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:winnow|http|nodejs|process|v8js)_[a-z0-9_]+/g)]
    .map(([name]) => name.replace(/(?<=_seconds)_(bucket|sum|count)$/, ""))
    .filter((name) => !/^http_(route|request_method|response_status_code)$/.test(name));

let metrics: readonly string[];
beforeAll(async () => {
  using report = createReport(silentLog);
  metrics = [...(await report.metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
});

it.each(["alerts.yml", "alerts.test.yml", "grafana/winnow.json", "../observability.md"])(
  "%s names only metrics that exist",
  (file) => {
    const unknown = new Set(named(read(file)).filter((name) => !metrics.includes(name)));
    expect([...unknown]).toEqual([]);
  },
);

it("the dashboard shows and the page explains every metric", () => {
  const [shown, explained] = [new Set(named(read("grafana/winnow.json"))), new Set(named(read("../observability.md")))];
  expect(metrics.filter((name) => !shown.has(name) && name !== "process_start_time_seconds")).toEqual([]);
  expect(metrics.filter((name) => !explained.has(name))).toEqual([]);
});

it("each alert is tested as it fires and as it does not, and the page says what to do", () => {
  const [tests, page] = [read("alerts.test.yml"), read("../observability.md")];
  const alerts = [...read("alerts.yml").matchAll(/alert: (\w+)/g)].map(([, name]) => name!);
  expect(alerts.length).toBeGreaterThan(10);
  for (const alert of alerts) {
    expect(tests).toContain(`name: ${alert} fires`);
    expect(tests).toContain(`name: ${alert} keeps quiet`);
    expect(page).toContain(`### ${alert}\n`);
  }
});
