import type { Job } from "./domain/job.ts";
import { silentLog } from "./observe/log.ts";
import { createReport } from "./observe/report.ts";
import type { JobQueue } from "./ports/job-queue.ts";
import { askByJobs } from "./run-jobs.ts";

const report = createReport(silentLog);
afterAll(() => report[Symbol.dispose]());

const start = () => {
  const ended: Partial<Job>[] = [];
  const asked: string[] = [];
  let isGone = false;
  const queue = {
    enqueue: (name: string, _: object, { dedupe }: { dedupe: string }) => {
      asked.push(`${name} ${dedupe}`);
      return isGone ? Promise.reject(new Error("gone")) : Promise.resolve({});
    },
    list: () => (isGone ? Promise.reject(new Error("gone")) : Promise.resolve(ended)),
  } as unknown as JobQueue;
  return { ended, asked, asking: askByJobs(queue, report, 1000), goAway: () => (isGone = true) };
};

describe("steps of learning that are asked for as jobs", () => {
  it("are asked for under one key a catalogue", async () => {
    const { asking, asked } = start();
    expect(await asking.retrain("shop")).toBe(false);
    await asking.judgeCanary("shop");
    expect(asked).toEqual(["retrain shop", "judge_canary shop"]);
  });
  it("count a training of another process once, and none of before, of this one or of another catalogue", async () => {
    const { asking, asked, ended } = start();
    ended.push({ id: "old", payload: { catalog: "shop" }, finishedAtMs: 999 });
    ended.push({ id: "books", payload: { catalog: "books" }, finishedAtMs: 2000 });
    ended.push({ id: "here", payload: { catalog: "shop" }, finishedAtMs: 2000 });
    asking.trainedHere("here");
    expect(await asking.retrain("shop")).toBe(false);
    ended.push({ id: "elsewhere", payload: { catalog: "shop" }, finishedAtMs: 2000 });
    expect(await asking.retrain("shop")).toBe(true);
    expect(await asking.retrain("shop")).toBe(false);
    expect(asked).toEqual(["retrain shop", "retrain shop"]);
    // One of all catalogues was one of this.
    ended.push({ id: "all", payload: {}, finishedAtMs: 2000 });
    expect(await asking.retrain("shop")).toBe(true);
  });
  it("wait while the queue is gone, and stop nothing else", async () => {
    const { asking, goAway } = start();
    goAway();
    expect(await asking.retrain("shop")).toBe(false);
    await expect(asking.judgeCanary("shop")).resolves.toBeUndefined();
  });
});
