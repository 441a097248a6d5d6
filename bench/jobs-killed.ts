import Database from "better-sqlite3";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../ranking/metrics/random.ts";
import { openBullJobs } from "../src/adapters/bull/open-bull-jobs.ts";
import type { JobPolicy } from "../src/domain/job.ts";
import { startWorkerProcess, type WorkerProcess } from "../src/testing/worker-process.ts";

export interface KilledOptions {
  readonly queue: { readonly kind: "bull"; readonly url: string; readonly prefix: string };
  readonly policy: JobPolicy;
  readonly count: number;
  readonly seed: number;
  readonly folder: string;
  readonly log: (line: string) => void;
}

export interface KilledResult {
  readonly kills: number;
  readonly done: number;
  /** Jobs with an effect, and effects beyond one a job. */
  readonly effects: number;
  readonly twice: number;
  /** Attempts that were begun beyond one a job. */
  readonly repeated: number;
  readonly seconds: number;
}

const workers = 3;
const lockMs = 2000;

/** Jobs done by three processes, one of which is killed (SIGKILL) after another at random moments and replaced, until all are done. */
export async function doWhileKilled(options: KilledOptions): Promise<KilledResult> {
  const { queue: of, policy, count, seed, folder, log } = options;
  const random = seededRandom(seed);
  const [journal, effects] = [join(folder, "journal.txt"), join(folder, "effects.db")];
  writeFileSync(journal, "");
  const db = new Database(effects);
  db.exec("CREATE TABLE effects (id TEXT PRIMARY KEY); CREATE TABLE total (n INTEGER); INSERT INTO total VALUES (0)");
  const onTrouble = (says: string, error: unknown) => console.error(says, error);
  await using queue = await openBullJobs({ ...of, policies: [policy], lockMs, onTrouble });
  const start = () =>
    startWorkerProcess({ queue: of, policies: [policy], takeoverMs: lockMs, journal, effects, ms: 10 });
  const from = performance.now();
  for (let n = 0; n < count; n += 100)
    await Promise.all(Array.from({ length: 100 }, (_, i) => queue.enqueue(policy.name, { n: n + i })));
  const running: WorkerProcess[] = await Promise.all(Array.from({ length: workers }, start));
  const finished = async () => (await queue.counts())[0]!.counts;
  let kills = 0;
  const left = ({ waiting, delayed, active }: Awaited<ReturnType<typeof finished>>) => waiting + delayed + active;
  for (let counts = await finished(); left(counts) > 0; counts = await finished()) {
    await sleep(100 + 400 * random());
    if (counts.waiting === 0) continue; // the last ones are taken over
    const i = Math.floor(random() * workers);
    await running[i]!.kill();
    kills += 1;
    running[i] = await start();
    if (kills % 10 === 0) log(`${kills} workers killed, ${left(counts)} of ${count} jobs left`);
  }
  const seconds = (performance.now() - from) / 1000;
  for (const worker of running) await worker.kill();
  const begun = readFileSync(journal, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("begin ")).length;
  const { ids, total } = db
    .prepare<[], { ids: number; total: number }>("SELECT (SELECT count(*) FROM effects) AS ids, n AS total FROM total")
    .get()!;
  db.close();
  const counts = await finished();
  // Of the done ones Bull keeps the last thousand.
  const done = count - counts.dead - counts.cancelled - left(counts);
  return { kills, done, effects: ids, twice: total - ids, repeated: begun - count, seconds };
}
