import { jest } from "@jest/globals";
import { fakeAnswer } from "../testing/harness.ts";
import { silentLog } from "./log.ts";
import { createReport } from "./report.ts";

const series = async (report: ReturnType<typeof createReport>, name: string): Promise<readonly string[]> =>
  (await report.metrics()).split("\n").filter((line) => line.startsWith(`${name}{`));

it("counts each reason that an answer was less for, and answers that hold nothing", async () => {
  using report = createReport(silentLog);
  const ranking = { order: "learned", model: "m-1", arm: "champion" } as const;
  report.searchServed({ ...fakeAnswer, ranking });
  report.searchServed({ ...fakeAnswer, ranking, total: 0 });
  report.searchServed({ ...fakeAnswer, ranking, total: 0, degraded: ["timed_out"] });
  report.searchServed({ ...fakeAnswer, degraded: ["model_slow", "timed_out"] });
  report.degraded(["feature_state"]);
  expect(await series(report, "winnow_degraded_total")).toEqual([
    'winnow_degraded_total{reason="timed_out"} 2',
    'winnow_degraded_total{reason="model_slow"} 1',
    'winnow_degraded_total{reason="feature_state"} 1',
  ]);
  expect(await series(report, "winnow_searches_total")).toEqual([
    'winnow_searches_total{order="learned",arm="champion",results="some"} 1',
    'winnow_searches_total{order="learned",arm="champion",results="none"} 2',
    'winnow_searches_total{order="first_stage",arm="first_stage",results="some"} 1',
  ]);
});

it("says what goes wrong again and again once a minute, and how many searches were lost since", () => {
  const said: unknown[] = [];
  const keep = (level: string) => (fields: object, message: string) => said.push([level, message, fields]);
  using report = createReport({ ...silentLog, warn: keep("warn"), error: keep("error") });
  const gone = new Error("gone");
  jest.useFakeTimers();
  try {
    for (const second of Array(61).keys()) {
      report.troubled("catalogues cannot be listed", gone);
      report.troubled("behaviour cannot be folded", gone, second % 2 === 0 ? "toys" : "tools");
      report.impressionsDropped(2, "failed", gone);
      jest.advanceTimersByTime(1000);
    }
  } finally {
    jest.useRealTimers();
  }
  expect(said).toEqual([
    ["warn", "catalogues cannot be listed", { err: gone, catalog: undefined }],
    ["warn", "behaviour cannot be folded", { err: gone, catalog: "toys" }],
    ["error", "searches could not be kept in the log", { err: gone, count: 2 }],
    ["warn", "behaviour cannot be folded", { err: gone, catalog: "tools" }],
    ["warn", "catalogues cannot be listed", { err: gone, catalog: undefined }],
    ["warn", "behaviour cannot be folded", { err: gone, catalog: "toys" }],
    ["error", "searches could not be kept in the log", { err: gone, count: 120 }],
  ]);
});
