import type { Job, JobProgress } from "../domain/job.ts";
import type { JsonObject } from "../domain/json.ts";
import type { JobAttempt, JobQueue } from "../ports/job-queue.ts";
import { type JobHandlers, startJobWorker } from "./worker.ts";

/** Runs one job as a queue would. */
const runOne = async (handlers: JobHandlers, name: string, payload: JsonObject, slowMs = 0) => {
  const told: JobProgress[] = [];
  const lines: string[] = [];
  let run: Parameters<JobQueue["work"]>[1] | undefined;
  let names: readonly string[] = [];
  const ended: unknown[] = [];
  await startJobWorker({
    queue: {
      work: (asked, work) => {
        [names, run] = [asked, work];
        return Promise.resolve({ stop: () => Promise.resolve() });
      },
    },
    handlers,
    onEnded: (_, __, error) => ended.push(error),
    now: () => Date.UTC(2026, 0, 2),
  });
  const attempt: JobAttempt = {
    signal: new AbortController().signal,
    progress: async (progress) => {
      if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
      told.push(progress);
    },
    log: (line) => Promise.resolve(void lines.push(line)),
  };
  const job = { id: `${name}-1`, name, payload } as unknown as Job;
  const result = await run!(job, attempt).catch((error: unknown) => error);
  return { told, lines, names, ended, result };
};

describe("a worker's handlers", () => {
  it("get a payload with its defaults, and only names with a handler are worked on", async () => {
    const seen: unknown[] = [];
    const handlers: JobHandlers = {
      retrain: (payload) => {
        seen.push(payload);
        return Promise.resolve({ ok: true });
      },
    };
    const { names, result, ended } = await runOne(handlers, "retrain", { catalog: "shop" });
    expect(names).toEqual(["retrain"]);
    expect(seen).toEqual([{ catalog: "shop", if_new: false, by: "a job" }]);
    expect([result, ended]).toEqual([{ ok: true }, [null]]);
  });
  it("never see a payload that is wrong: the job can never go well", async () => {
    const handlers: JobHandlers = { reindex: () => Promise.reject(new Error("called")) };
    const { result, lines } = await runOne(handlers, "reindex", { catalog: "No Such Name" });
    expect(result).toMatchObject({ code: "invalid_request", where: "payload.catalog" });
    expect(lines).toEqual([expect.stringContaining("2026-01-02T00:00:00.000Z Failed: ")]);
  });
  it("tell of progress as often as they like: some of it is written, the first and the last surely", async () => {
    const handlers: JobHandlers = {
      retention: (_, run) => {
        for (let i = 0; i <= 1000; i++) run.progress(i, 1000, "x");
        run.log("said");
        return Promise.resolve({});
      },
    };
    const { told, lines } = await runOne(handlers, "retention", {}, 5);
    expect(told.map(({ done }) => done)).toEqual([0, 1000]);
    expect(lines).toEqual(["2026-01-02T00:00:00.000Z said"]);
  });
});
