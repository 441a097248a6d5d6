import Database from "better-sqlite3";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { workerDied } from "../../domain/job.ts";
import { contractPolicies, jobQueueContract, until } from "../../ports/job-queue.contract.ts";
import { expectHeldWhileTraining, retrainPolicy } from "../../testing/held-training.ts";
import { startWorkerProcess } from "../../testing/worker-process.ts";
import { openSqliteJobs } from "./open-jobs.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-jobs-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}.db`);
const trouble: string[] = [];
const open = (file: string, leaseMs = 10_000) =>
  openSqliteJobs({ file, policies: contractPolicies, leaseMs, pollMs: 50, onTrouble: (says) => trouble.push(says) });

jobQueueContract("SQLite", () => {
  const file = newFile();
  return Promise.resolve(() => open(file));
});

describe("a worker process that dies", () => {
  const journal = join(folder, "journal.txt");
  const lines = () => (existsSync(journal) ? readFileSync(journal, "utf8").trim().split("\n") : []);
  const child = (file: string, ms: number | null) =>
    startWorkerProcess({
      ...{ queue: { kind: "sqlite", file }, policies: contractPolicies, takeoverMs: 600, journal, ms },
    });

  it("loses no job: what it was at is taken over, what waits and is scheduled is still there", async () => {
    const file = newFile();
    let ids: string[];
    {
      await using queue = await open(file, 600);
      ids = [];
      for (let i = 0; i < 6; i++) ids.push((await queue.enqueue("count", { i })).job.id);
      await queue.saveSchedule({ key: "k", name: "count", payload: {}, when: { everyMs: 1000 } }, 5);
    }
    const worker = await child(file, null);
    await until(() => Promise.resolve(lines().length === 4 ? true : null));
    await worker.kill();

    await using queue = await open(file, 600);
    expect(await queue.schedules()).toMatchObject([{ key: "k", firedAtMs: 5 }]);
    expect((await queue.list({ states: ["active"], limit: 10 })).length).toBe(4);
    const from = performance.now();
    await queue.work(["count"], async () => await Promise.resolve({}));
    await until(async () => ((await queue.counts())[0]!.counts.done === 6 ? true : null));
    expect(performance.now() - from).toBeLessThan(queue.takeoverMs + 1500);
    const failures = await Promise.all(ids.map(async (id) => (await queue.find(id))!.failures));
    expect(failures.sort()).toEqual([0, 0, 1, 1, 1, 1]);
  });

  it("or only stalls: another takes its job, and what it does with it afterwards is not counted", async () => {
    const file = newFile();
    await using queue = await open(file, 600);
    const { job } = await queue.enqueue("count", {});
    const before = lines().length;
    const worker = await child(file, 700);
    await until(() => Promise.resolve(lines().length > before ? true : null));
    worker.freeze();
    await queue.work(["count"], async () => await Promise.resolve({ by: "another" }));
    await until(async () => ((await queue.find(job.id))!.state === "done" ? true : null));
    worker.thaw();
    await until(() => Promise.resolve(lines().includes(`end ${job.id}`) ? true : null));
    await sleep(300);
    expect(await queue.find(job.id)).toMatchObject({ state: "done", failures: 1, result: { by: "another" } });
    await worker.kill();
  });

  it("by the job itself ends that job after its attempts", async () => {
    const file = newFile();
    await using queue = await open(file, 600);
    const { job } = await queue.enqueue("train", {});
    for (let i = 0; i < 2; i++) {
      const before = lines().length;
      const worker = await child(file, null);
      await until(() => Promise.resolve(lines().length > before ? true : null));
      await worker.kill();
    }
    await queue.work(["train"], async () => await Promise.resolve({}));
    await until(async () => ((await queue.find(job.id))!.state === "dead" ? true : null));
    expect(await queue.find(job.id)).toMatchObject({ failures: 2, error: workerDied });
  });
});

it("is a file of its own, that a newer winnow's is told from", async () => {
  const file = newFile();
  await (await open(file))[Symbol.asyncDispose]();
  const db = new Database(file);
  db.pragma("user_version = 999");
  db.close();
  await expect(open(file)).rejects.toMatchObject({ code: "storage_failed" });
});

afterAll(() => expect(trouble).toEqual([]));

it("a training that takes more than twice its lease stays with its worker, the trainer in a process of its own", async () => {
  const file = newFile();
  await using queue = await openSqliteJobs({
    ...{ file, policies: [retrainPolicy], leaseMs: 2000, pollMs: 50 },
    onTrouble: (says) => trouble.push(says),
  });
  await expectHeldWhileTraining(queue, {
    ...{ queue: { kind: "sqlite", file }, takeoverMs: 2000, journal: join(folder, "rival.txt") },
  });
}, 60_000);
