import Database from "better-sqlite3";
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openBullJobs } from "../adapters/bull/open-bull-jobs.ts";
import { openSqliteJobs } from "../adapters/sqlite/open-jobs.ts";
import type { JobPolicy } from "../domain/job.ts";

/** What a worker process of the kill tests is told, as JSON in its first argument. */
export interface JobsChild {
  readonly queue:
    | { readonly kind: "sqlite"; readonly file: string }
    | { readonly kind: "bull"; readonly url: string; readonly prefix: string };
  readonly policies: readonly JobPolicy[];
  readonly takeoverMs: number;
  /** Gets a line `begin ID` and `end ID` for each attempt; null writes none. */
  readonly journal: string | null;
  /** A SQLite file of tables `effects (id)` and `total (n)`: each job adds one, once however often it is done. */
  readonly effects?: string;
  /** How long an attempt takes, in milliseconds; null for ever. */
  readonly ms: number | null;
}

/** Lets no second one in: a job that is done twice has one effect. */
const openEffects = (file: string) => {
  const db = new Database(file, { timeout: 10_000 });
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = OFF"); // a killed process loses nothing by it
  const remember = db.prepare<[string]>("INSERT INTO effects (id) VALUES (?) ON CONFLICT (id) DO NOTHING");
  const add = db.prepare("UPDATE total SET n = n + 1");
  return db.transaction((id: string) => {
    if (remember.run(id).changes > 0) add.run();
  });
};

// A worker that a test may kill at any moment.
const { queue: of, policies, takeoverMs, journal, effects, ms } = JSON.parse(process.argv[2]!) as JobsChild;
const affect = effects === undefined ? null : openEffects(effects);
const onTrouble = (says: string, error: unknown) => console.error(says, error);
const queue =
  of.kind === "sqlite"
    ? await openSqliteJobs({ file: of.file, policies, leaseMs: takeoverMs, pollMs: 20, onTrouble })
    : await openBullJobs({ url: of.url, prefix: of.prefix, policies, lockMs: takeoverMs, onTrouble });
await queue.work(
  policies.map(({ name }) => name),
  async ({ id }) => {
    if (journal !== null) appendFileSync(journal, `begin ${id}\n`);
    await (ms === null ? new Promise<never>(() => undefined) : sleep(ms));
    affect?.immediate(id);
    if (journal !== null) appendFileSync(journal, `end ${id}\n`);
    return {};
  },
);
console.log("ready");
setInterval(() => undefined, 60_000);
