import { setTimeout as sleep } from "node:timers/promises";
import { WinnowError } from "../domain/errors.ts";
import type { Job, JobPolicy } from "../domain/job.ts";
import type { JsonObject } from "../domain/json.ts";
import type { JobAttempt, JobQueue } from "./job-queue.ts";

/** How the suite's queues are to be opened: short back-offs, so that it takes seconds. */
export const contractPolicies: readonly JobPolicy[] = [
  { name: "count", attempts: 3, backoffMs: 20, concurrency: 4, exclusive: false },
  { name: "train", attempts: 2, backoffMs: 20, concurrency: 1, exclusive: true },
];

/** What every job queue must do. `open` opens one more door to the same empty queue of this test; the suite disposes of all. */
export function jobQueueContract(title: string, start: () => Promise<() => Promise<JobQueue>>): void {
  describe(`${title} keeps jobs`, () => {
    let open: () => Promise<JobQueue>;
    let queue: JobQueue;
    let doors: JobQueue[];
    beforeEach(async () => {
      doors = [];
      const another = await start();
      open = async () => {
        const door = await another();
        doors.push(door);
        return door;
      };
      queue = await open();
    });
    afterEach(async () => {
      for (const door of doors) await door[Symbol.asyncDispose]();
    });

    const settled = async (id: string, door = queue): Promise<Job> =>
      await until(async () => {
        const job = await door.find(id);
        return job !== null && ["done", "dead", "cancelled"].includes(job.state) ? job : null;
      });

    it("does what was asked for, and shows its payload, progress, lines and result", async () => {
      const { job, fresh } = await queue.enqueue("count", { to: 2, in: ["é"] });
      expect(fresh).toBe(true);
      expect(job).toMatchObject({ name: "count", state: "waiting", failures: 0, payload: { to: 2, in: ["é"] } });
      expect(job.id).toMatch(/^count-/);
      const worker = await queue.work(["count"], async ({ payload }, attempt) => {
        await attempt.progress({ done: 1, total: 2, note: "one" });
        await attempt.log("begun");
        await attempt.log("ended");
        return { counted: payload["to"]! };
      });
      const done = await settled(job.id);
      expect(done).toMatchObject({ state: "done", result: { counted: 2 }, error: null });
      expect(done.progress).toEqual({ done: 1, total: 2, note: "one" });
      expect(done.finishedAtMs).toBeGreaterThanOrEqual(done.createdAtMs);
      expect(await queue.logs(job.id)).toEqual(["begun", "ended"]);
      await worker.stop();
    });

    it("makes no second job of an id that was used, nor of a key whose job is not finished", async () => {
      const first = await queue.enqueue("count", { n: 1 }, { id: "day-1" });
      expect(await queue.enqueue("count", { n: 2 }, { id: "day-1" })).toMatchObject({ fresh: false, job: first.job });
      const keyed = await queue.enqueue("count", {}, { dedupe: "shop" });
      expect(await queue.enqueue("count", {}, { dedupe: "shop" })).toMatchObject({ fresh: false, job: keyed.job });
      expect((await queue.enqueue("count", {}, { dedupe: "books" })).fresh).toBe(true);
      await queue.work(["count"], async () => await Promise.resolve({}));
      await settled(first.job.id);
      await settled(keyed.job.id);
      expect((await queue.enqueue("count", {}, { id: "day-1" })).fresh).toBe(false);
      expect((await queue.enqueue("count", {}, { dedupe: "shop" })).fresh).toBe(true);
    });

    it("keeps what a job was caused by, for its worker too", async () => {
      const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      const { job } = await queue.enqueue("count", {}, { trace });
      const untraced = await queue.enqueue("count", {});
      expect([job.trace, untraced.job.trace]).toEqual([trace, null]);
      const seen = new Map<string, string | null>();
      await queue.work(["count"], async (taken) => {
        seen.set(taken.id, taken.trace);
        return await Promise.resolve({});
      });
      expect(await settled(job.id)).toMatchObject({ state: "done", trace });
      await settled(untraced.job.id);
      expect([seen.get(job.id), seen.get(untraced.job.id)]).toEqual([trace, null]);
    });

    it("refuses a name without a policy and an id of other characters", async () => {
      await expect(queue.enqueue("unknown", {})).rejects.toMatchObject({ code: "not_found" });
      await expect(queue.enqueue("count", {}, { id: "a:b" })).rejects.toMatchObject({ code: "invalid_request" });
      expect(await queue.find("count-nothing")).toBeNull();
      expect(await queue.find("nothing")).toBeNull();
      await expect(queue.cancel("count-nothing")).rejects.toMatchObject({ code: "not_found" });
    });

    it("tries again after a failure, and after the last one keeps the job as dead until it is retried", async () => {
      let tries = 0;
      let works = false;
      await queue.work(["count"], async () => {
        tries += 1;
        await Promise.resolve();
        if (works) return { tries };
        throw new Error(`no ${tries}`);
      });
      const { job } = await queue.enqueue("count", {});
      expect(await settled(job.id)).toMatchObject({ state: "dead", failures: 3, error: "no 3" });
      expect((await queue.list({ states: ["dead"], limit: 10 })).map(({ id }) => id)).toEqual([job.id]);
      works = true;
      expect(await queue.retry(job.id)).toMatchObject({ failures: 0 });
      await until(async () => ((await queue.find(job.id))?.state === "done" ? true : null));
      expect(tries).toBe(4);
      await expect(queue.retry(job.id)).rejects.toMatchObject({ code: "conflict" });
      await expect(queue.cancel(job.id)).rejects.toMatchObject({ code: "conflict" });
    });

    it("gives a retried job all its attempts again", async () => {
      let tries = 0;
      await queue.work(["train"], () => {
        tries += 1;
        return Promise.reject(new Error("no"));
      });
      const { job } = await queue.enqueue("train", {});
      await settled(job.id);
      await queue.retry(job.id);
      await until(() => Promise.resolve(tries === 4 ? true : null));
      expect(await settled(job.id)).toMatchObject({ state: "dead", failures: 2 });
    });

    it("does not try again what can never go well", async () => {
      await queue.work(["count"], () => Promise.reject(new WinnowError("catalog_not_found", "There is no such shop.")));
      const { job } = await queue.enqueue("count", {});
      expect(await settled(job.id)).toMatchObject({ state: "dead", failures: 1, error: "There is no such shop." });
    });

    it("leaves a delayed job until its time", async () => {
      let begun = 0;
      await queue.work(["count"], async () => {
        begun = Date.now();
        return await Promise.resolve({});
      });
      const from = Date.now();
      const { job } = await queue.enqueue("count", {}, { delayMs: 400 });
      expect(job.state).toBe("delayed");
      expect((await queue.list({ states: ["delayed"], limit: 10 })).map(({ id }) => id)).toEqual([job.id]);
      await settled(job.id);
      expect(begun - from).toBeGreaterThanOrEqual(390);
    });

    it("cancels one that waits or is delayed at once, and it is never begun unless it is retried", async () => {
      let begun = 0;
      const { job } = await queue.enqueue("count", {}, { dedupe: "key" });
      const later = await queue.enqueue("count", {}, { delayMs: 60_000 });
      expect(await queue.cancel(job.id)).toMatchObject({ state: "cancelled" });
      expect(await queue.cancel(later.job.id)).toMatchObject({ state: "cancelled" });
      expect((await queue.enqueue("count", {}, { dedupe: "key" })).fresh).toBe(true);
      await queue.work(["count"], async () => {
        begun += 1;
        return await Promise.resolve({});
      });
      await until(() => Promise.resolve(begun === 1 ? true : null));
      await sleep(100);
      expect(begun).toBe(1);
      expect((await queue.find(job.id))?.state).toBe("cancelled");
      await queue.retry(job.id);
      await until(() => Promise.resolve(begun === 2 ? true : null));
    });

    it("cancels one that runs, from another door, within seconds", async () => {
      const other = await open();
      const { job } = await queue.enqueue("count", {});
      let why = "";
      await queue.work(["count"], async (_, { signal }) => {
        await aborted(signal);
        why = String(signal.reason);
        throw new Error("ended early");
      });
      await until(async () => ((await other.find(job.id))?.state === "active" ? true : null));
      expect(await other.cancel(job.id)).toMatchObject({ cancelling: true });
      expect((await settled(job.id, other)).state).toBe("cancelled");
      expect(why).toContain("cancelled");
    });

    it("lets one exclusive job run at a time over all workers", async () => {
      const other = await open();
      let now = 0;
      let most = 0;
      let ended = 0;
      const run = async (): Promise<JsonObject> => {
        now += 1;
        most = Math.max(most, now);
        await sleep(30);
        now -= 1;
        ended += 1;
        return {};
      };
      await queue.work(["train"], run);
      await other.work(["train"], run);
      for (let i = 0; i < 6; i++) await queue.enqueue("train", { i });
      await until(() => Promise.resolve(ended === 6 ? true : null), 20_000);
      expect(most).toBe(1);
    });

    it("runs as many at once as the policy says", async () => {
      let now = 0;
      let most = 0;
      let ended = 0;
      for (let i = 0; i < 12; i++) await queue.enqueue("count", { i });
      await queue.work(["count"], async () => {
        most = Math.max(most, (now += 1));
        await sleep(40);
        now -= 1;
        ended += 1;
        return {};
      });
      await until(() => Promise.resolve(ended === 12 ? true : null));
      expect(most).toBe(4);
    });

    it("gives a job back when its worker stops, at no cost, for another to do", async () => {
      const other = await open();
      const { job } = await queue.enqueue("count", {});
      let begun = false;
      const worker = await queue.work(["count"], async (_, { signal }) => {
        begun = true;
        await aborted(signal);
        throw new Error("stopped");
      });
      await until(() => Promise.resolve(begun ? true : null));
      expect((await queue.find(job.id))?.state).toBe("active");
      await worker.stop();
      expect(await queue.find(job.id)).toMatchObject({ state: "waiting", failures: 0 });
      await other.work(["count"], async () => await Promise.resolve({ by: "other" }));
      expect(await settled(job.id)).toMatchObject({ state: "done", result: { by: "other" } });
    });

    it("holds back the jobs of a paused name, at every door, until they are resumed", async () => {
      const other = await open();
      await other.pause("count");
      let ended = 0;
      await queue.work(["count", "train"], async () => {
        ended += 1;
        return await Promise.resolve({});
      });
      const { job } = await queue.enqueue("count", {});
      await settled((await queue.enqueue("train", {})).job.id);
      await sleep(300);
      expect(ended).toBe(1);
      expect(await queue.find(job.id)).toMatchObject({ state: "waiting" });
      expect((await queue.counts()).map(({ name, paused }) => [name, paused])).toEqual([
        ["count", true],
        ["train", false],
      ]);
      await other.resume("count");
      expect((await settled(job.id)).state).toBe("done");
    });

    it("lists the newest first, by name and state, and counts", async () => {
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) {
        ids.unshift((await queue.enqueue("count", { i })).job.id);
        await sleep(3);
      }
      const train = (await queue.enqueue("train", {})).job.id;
      expect((await queue.list({ limit: 3 })).map(({ id }) => id)).toEqual([train, ...ids.slice(0, 2)]);
      expect((await queue.list({ name: "count", limit: 10 })).map(({ id }) => id)).toEqual(ids);
      expect(await queue.list({ states: ["done"], limit: 10 })).toEqual([]);
      const [count] = await queue.counts();
      expect(count).toMatchObject({ name: "count", counts: { waiting: 5, active: 0, done: 0, dead: 0 } });
    });

    it("keeps schedules and how far they have fired, until they say something else", async () => {
      const hourly = { key: "hourly", name: "count", payload: { a: 1 }, when: { everyMs: 3_600_000 } };
      await queue.saveSchedule(hourly, 1000);
      await queue.saveSchedule({ key: "nightly", name: "train", payload: {}, when: { cron: "0 3 * * *" } }, 1000);
      await queue.markFired("hourly", 7200);
      await queue.markFired("hourly", 3600);
      await queue.saveSchedule(hourly, 9999);
      const other = await open();
      expect(await other.schedules()).toEqual([
        { ...hourly, firedAtMs: 7200 },
        { key: "nightly", name: "train", payload: {}, when: { cron: "0 3 * * *" }, firedAtMs: 1000 },
      ]);
      await other.saveSchedule({ ...hourly, when: { everyMs: 60_000 } }, 10_000);
      await other.removeSchedule("nightly");
      expect(await queue.schedules()).toEqual([{ ...hourly, when: { everyMs: 60_000 }, firedAtMs: 10_000 }]);
    });
  });
}

/** The first value that is not null, looked for again and again. @throws when there is none in time */
export const until = async <T>(look: () => Promise<T | null>, withinMs = 15_000): Promise<T> => {
  for (const from = performance.now(); performance.now() - from < withinMs;) {
    const found = await look();
    if (found !== null) return found;
    await sleep(15);
  }
  throw new Error(`Nothing came within ${withinMs} ms.`);
};

const aborted = (signal: JobAttempt["signal"]): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
