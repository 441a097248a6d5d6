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
