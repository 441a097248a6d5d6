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
  /** Gets a line `begin ID` and `end ID` for each attempt. */
  readonly journal: string;
  /** How long an attempt takes, in milliseconds; null for ever. */
  readonly ms: number | null;
}

// A worker that a test may kill at any moment.
const { queue: of, policies, takeoverMs, journal, ms } = JSON.parse(process.argv[2]!) as JobsChild;
const onTrouble = (says: string, error: unknown) => console.error(says, error);
const queue =
  of.kind === "sqlite"
    ? await openSqliteJobs({ file: of.file, policies, leaseMs: takeoverMs, pollMs: 20, onTrouble })
    : await openBullJobs({ url: of.url, prefix: of.prefix, policies, lockMs: takeoverMs, onTrouble });
await queue.work(
  policies.map(({ name }) => name),
  async ({ id }) => {
    appendFileSync(journal, `begin ${id}\n`);
    await (ms === null ? new Promise<never>(() => undefined) : sleep(ms));
    appendFileSync(journal, `end ${id}\n`);
    return {};
  },
);
console.log("ready");
setInterval(() => undefined, 60_000);
