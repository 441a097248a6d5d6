import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { workerDied } from "../../domain/job.ts";
import { contractPolicies, jobQueueContract, until } from "../../ports/job-queue.contract.ts";
import { drawRedisPrefix, redisUrl } from "../../testing/live-redis.ts";
import { hasRedisServer, startRedisProcess } from "../../testing/redis-process.ts";
import { expectHeldWhileTraining, retrainPolicy } from "../../testing/held-training.ts";
import { startWorkerProcess } from "../../testing/worker-process.ts";
import { openBullJobs } from "./open-bull-jobs.ts";

const url = redisUrl();
const folder = mkdtempSync(join(tmpdir(), "winnow-bull-"));
afterAll(() => rmSync(folder, { recursive: true }));
const policies = contractPolicies;

if (url === null) {
  it.skip("is held to its contract on a real Redis", () => undefined);
} else {
  const trouble: string[] = [];
  const onTrouble = (says: string, error: unknown) => trouble.push(`${says}: ${String(error)}`);
  jobQueueContract("Bull", () => {
    const prefix = drawRedisPrefix();
    return Promise.resolve(() => openBullJobs({ url, prefix, policies, lockMs: 2000, onTrouble }));
  });
  afterAll(() => expect(trouble).toEqual([]));

  it("a training that takes more than twice its lock stays with its worker, the trainer in a process of its own", async () => {
    const prefix = drawRedisPrefix();
    // Of a busy machine Redis may be slow to answer, which is not what this is about.
    const quiet = () => undefined;
    await using queue = await openBullJobs({ url, prefix, policies: [retrainPolicy], lockMs: 2000, onTrouble: quiet });
    await expectHeldWhileTraining(queue, {
      ...{ queue: { kind: "bull", url, prefix }, takeoverMs: 2000, journal: join(folder, "rival.txt") },
    });
  }, 60_000);

  describe("a worker process that dies", () => {
    const journal = join(folder, "journal.txt");
    const lines = () => (existsSync(journal) ? readFileSync(journal, "utf8").trim().split("\n") : []);
    const child = (prefix: string, ms: number | null = null) =>
      startWorkerProcess({
        ...{ queue: { kind: "bull", url, prefix }, policies, takeoverMs: 1000, journal, ms },
      });

    it("loses no job: another worker takes over what it was at", async () => {
      const prefix = drawRedisPrefix();
      await using queue = await openBullJobs({ url, prefix, policies, lockMs: 1000, onTrouble });
      for (let i = 0; i < 6; i++) await queue.enqueue("count", { i });
      const worker = await child(prefix);
      await until(() => Promise.resolve(lines().length === 4 ? true : null));
      await worker.kill();
      const from = performance.now();
      await queue.work(["count"], async () => await Promise.resolve({}));
      await until(async () => ((await queue.counts())[0]!.counts.done === 6 ? true : null));
      const ms = performance.now() - from;
      console.log(`Bull: jobs of a killed worker were done by another after ${ms.toFixed(0)} ms, lock 1000 ms`);
      expect(ms).toBeLessThan(queue.takeoverMs + 1500);
    });

    it("or only stalls: another does its job, and what it makes of it afterwards is not counted", async () => {
      const prefix = drawRedisPrefix();
      await using queue = await openBullJobs({ url, prefix, policies, lockMs: 1000, onTrouble });
      const { job } = await queue.enqueue("count", {});
      const from = lines().length;
      const worker = await child(prefix, 900);
      try {
        await until(() => Promise.resolve(lines().length > from ? true : null));
        worker.freeze();
        await queue.work(["count"], async () => await Promise.resolve({ by: "another" }));
        await until(async () => ((await queue.find(job.id))!.state === "done" ? true : null));
        const done = await queue.find(job.id);
        // Redis hands the job to the connection of the frozen one first, which costs a second failure.
        expect(done!.failures).toBeLessThanOrEqual(2);
        worker.thaw();
        await until(() => Promise.resolve(lines().includes(`end ${job.id}`) ? true : null));
        await sleep(1200);
        expect(await queue.find(job.id)).toMatchObject({
          ...{ state: "done", failures: done!.failures, result: { by: "another" }, error: null },
        });
        expect(lines().slice(from)).toEqual([`begin ${job.id}`, `end ${job.id}`]);
      } finally {
        await worker.kill();
      }
    });

    it("by the job itself ends that job after its attempts", async () => {
      const prefix = drawRedisPrefix();
      await using queue = await openBullJobs({ url, prefix, policies, lockMs: 1000, onTrouble });
      const { job } = await queue.enqueue("train", {});
      for (let i = 0; i < 2; i++) {
        const before = lines().length;
        const worker = await child(prefix);
        await until(() => Promise.resolve(lines().length > before ? true : null));
        await worker.kill();
      }
      await queue.work(["train"], async () => await Promise.resolve({}));
      await until(async () => ((await queue.find(job.id))!.state === "dead" ? true : null));
      expect(await queue.find(job.id)).toMatchObject({ failures: 2, error: workerDied });
    });
  });
}

(hasRedisServer() ? describe : describe.skip)("a Redis that crashes", () => {
  it("is told at once to who asks, and when it is back jobs go on by themselves, those that ran included", async () => {
    await using redis = await startRedisProcess(folder);
    const quiet = () => undefined;
    await using queue = await openBullJobs({ url: redis.url, prefix: "w", policies, lockMs: 2000, onTrouble: quiet });
    const done = new Map<string, number>();
    let release = quiet as () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    await queue.work(["count", "train"], async ({ id, name, payload }) => {
      if (name === "train") await held;
      done.set(id, Number(payload["n"]));
      return {};
    });
    const long = await queue.enqueue("train", { n: -1 });
    await until(async () => ((await queue.find(long.job.id))!.state === "active" ? true : null));
    const ids = [(await queue.enqueue("count", { n: 1 })).job.id];
    await until(() => Promise.resolve(done.size === 1 ? true : null));
    const waiting = await queue.enqueue("count", { n: 2 }, { delayMs: 2500 });
    ids.push(waiting.job.id);
    await sleep(1200); // the append-only file is synced every second

    await redis.crash();
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const failure = { code: "engine_unavailable", where: "REDIS_URL" };
      const from = performance.now();
      const [asked, listed] = [queue.enqueue("count", {}), queue.list({ limit: 10 })];
      listed.catch(() => undefined);
      await expect(asked).rejects.toMatchObject(failure);
      await expect(listed).rejects.toMatchObject(failure);
      times.push(performance.now() - from);
      await sleep(100);
    }
    expect(Math.max(...times)).toBeLessThan(100);

    await redis.start();
    const from = performance.now();
    const third = await until(() => queue.enqueue("count", { n: 3 }).catch(() => null));
    ids.push(third.job.id);
    await until(() => Promise.resolve(done.has(third.job.id) ? true : null));
    const back = performance.now() - from;
    release();
    await until(async () => ((await queue.find(long.job.id))?.state === "done" ? true : null), 20_000);
    await until(() => Promise.resolve(ids.every((id) => done.has(id)) ? true : null));
    console.log(
      `Redis crashed: calls failed within ${Math.max(...times).toFixed(1)} ms; jobs were done ${back.toFixed(0)} ms after it was back`,
    );
  }, 60_000);

  it("may be absent at the start: workers begin when it comes", async () => {
    const elsewhere = mkdtempSync(join(folder, "late-"));
    await using redis = await startRedisProcess(elsewhere);
    await redis.crash();
    await using queue = await openBullJobs({
      url: redis.url,
      prefix: "w",
      policies,
      lockMs: 2000,
      onTrouble: () => undefined,
    });
    await expect(queue.enqueue("count", {})).rejects.toMatchObject({ code: "engine_unavailable" });
    let done = 0;
    await queue.work(["count"], async () => {
      done += 1;
      return await Promise.resolve({});
    });
    await redis.start();
    await until(() => queue.enqueue("count", {}).catch(() => null));
    await until(() => Promise.resolve(done === 1 ? true : null));
  }, 60_000);

  it("may have forgotten its last second: what it had as running or waiting is done again, with one effect", async () => {
    const own = mkdtempSync(join(folder, "forgets-"));
    await using redis = await startRedisProcess(own);
    const onTrouble = () => undefined;
    await using queue = await openBullJobs({ url: redis.url, prefix: "w", policies, lockMs: 1000, onTrouble });
    const effects = new Set<string>();
    let attempts = 0;
    await queue.pause("count");
    await queue.work(["count"], async ({ id }) => {
      attempts += 1;
      await sleep(100);
      effects.add(id);
      return {};
    });
    const ids: string[] = [];
    for (let n = 0; n < 8; n++) ids.push((await queue.enqueue("count", { n })).job.id);
    await queue.resume("count");
    await until(() => Promise.resolve(attempts >= 6 ? true : null)); // four are done, others run, some wait
    cpSync(join(own, "appendonlydir"), join(own, "kept"), { recursive: true });
    await until(() => Promise.resolve(effects.size === 8 ? true : null));
    await queue.enqueue("count", { n: 9 }, { id: "forgotten" });
    await redis.crash();
    rmSync(join(own, "appendonlydir"), { recursive: true });
    renameSync(join(own, "kept"), join(own, "appendonlydir"));
    await redis.start();
    const all = async () => await Promise.all(ids.map((id) => queue.find(id).catch(() => null)));
    await until(async () => ((await all()).every((job) => job?.state === "done") ? true : null), 20_000);
    expect(ids.every((id) => effects.has(id))).toBe(true);
    expect(attempts).toBeGreaterThan(8);
    expect(await queue.find("count-forgotten")).toBeNull();
    expect((await queue.enqueue("count", { n: 9 }, { id: "forgotten" })).fresh).toBe(true);
    await until(async () => ((await queue.find("count-forgotten"))?.state === "done" ? true : null));
  }, 60_000);

  it("neither fills the log while it is gone nor keeps the program from stopping", async () => {
    await using redis = await startRedisProcess(mkdtempSync(join(folder, "gone-")));
    const told: string[] = [];
    const onTrouble = (says: string, error: unknown) => told.push(`${says}: ${String(error)}`);
    const queue = await openBullJobs({ url: redis.url, prefix: "w", policies, lockMs: 2000, onTrouble });
    await queue.work(["count", "train"], async () => await Promise.resolve({}));
    await sleep(500);
    await redis.crash();
    await sleep(3500);
    expect(told.length).toBeLessThanOrEqual(2);
    const from = performance.now();
    await queue[Symbol.asyncDispose]();
    expect(performance.now() - from).toBeLessThan(6000);
  }, 60_000);
});
