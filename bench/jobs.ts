import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Bull from "bull";
import { openBullJobs } from "../src/adapters/bull/open-bull-jobs.ts";
import { openSqliteJobs } from "../src/adapters/sqlite/open-jobs.ts";
import type { JobPolicy } from "../src/domain/job.ts";
import type { JobQueue } from "../src/ports/job-queue.ts";
import { hasRedisServer, startRedisProcess } from "../src/testing/redis-process.ts";
import type { Benchmark, BenchResult } from "./harness.ts";
import { doWhileKilled } from "./jobs-killed.ts";

const seed = 42;
/** A job that kills no worker, but whose workers are killed. */
const policy: JobPolicy = { name: "count", attempts: 50, backoffMs: 100, concurrency: 8, exclusive: false };
const onTrouble = (says: string, error: unknown) => console.error(says, error);

export const bench: Benchmark = {
  name: "jobs",
  title: "small jobs through Bull, with workers killed at random: all done, none twice in effect; overhead of a job",
  async run({ quick, log }): Promise<BenchResult> {
    if (!hasRedisServer()) throw new Error("The benchmark needs redis-server on the PATH (Debian: redis-server).");
    const count = quick ? 2000 : 10_000;
    const folder = await mkdtemp(join(tmpdir(), "winnow-jobs-"));
    await using redis = await startRedisProcess(folder);
    try {
      // In alternation, so that a busy moment of the machine meets all.
      const [ours, plain, file]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        const shared = { policies: [policy], onTrouble };
        ours.push(await doAll(await openBullJobs({ url: redis.url, prefix: `o${round}`, ...shared }), count / 5));
        plain.push(await doPlain(redis.url, `p${round}`, count / 5));
        file.push(await doAll(await openSqliteJobs({ file: join(folder, `${round}.db`), ...shared }), count / 5));
        log(`round ${round}: ${[ours, plain, file].map((of) => of.at(-1)!.toFixed(0)).join(" ")} µs a job`);
      }
      const queue = { kind: "bull", url: redis.url, prefix: "killed" } as const;
      const killed = await doWhileKilled({ queue, policy, count, seed, folder, log });
      const [own, peer, sqlite] = [ours, plain, file].map(median) as [number, number, number];
      return {
        unit: "µs a job, enqueued and done, 8 at once in one process; jobs for counts",
        ours: {
          "a job": own,
          "of them the port": own - peer,
          "a job in SQLite": sqlite,
          jobs: count,
          "workers killed": killed.kills,
          done: killed.done,
          "effects missing": count - killed.effects,
          "effects twice": killed.twice,
          "attempts repeated": killed.repeated,
          "seconds, killed": killed.seconds,
        },
        peers: { bull: { "a job": peer } },
        ratio: {
          bull: peer / own,
          "none lost, none twice": killed.effects === count && killed.done === count && killed.twice === 0 ? 1 : 0,
        },
        n: ours.length,
        seed,
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

/** @returns microseconds a job */
const doAll = async (queue: JobQueue, count: number): Promise<number> => {
  await using _ = queue;
  let done = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  await queue.work([policy.name], () => {
    if (++done === count) finish();
    return Promise.resolve({});
  });
  return await perJob(count, async () => {
    await inBatches(count, (n) => queue.enqueue(policy.name, { n }));
    await finished;
  });
};

/** The same by Bull's own calls. */
const doPlain = async (url: string, prefix: string, count: number): Promise<number> => {
  const queue = new Bull(policy.name, url, { prefix });
  await queue.isReady();
  let done = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  void queue.process(policy.concurrency, () => {
    if (++done === count) finish();
    return Promise.resolve({});
  });
  const us = await perJob(count, async () => {
    await inBatches(count, (n) => queue.add({ n }));
    await finished;
  });
  await queue.close();
  return us;
};

const inBatches = async (count: number, add: (n: number) => Promise<unknown>): Promise<void> => {
  for (let n = 0; n < count; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => add(n + i)));
};

const perJob = async (count: number, work: () => Promise<void>): Promise<number> => {
  const from = performance.now();
  await work();
  return (1000 * (performance.now() - from)) / count;
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
