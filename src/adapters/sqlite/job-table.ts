import type Database from "better-sqlite3";
import {
  backoffAfter,
  type Job,
  type JobPolicy,
  type JobProgress,
  type JobState,
  wasCancelled,
  workerDied,
} from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";

export interface NewJob {
  readonly id: string;
  readonly name: string;
  readonly payload: string;
  readonly dedupe: string | null;
  readonly delayMs: number;
  readonly maxAttempts: number;
  readonly trace: string | null;
}

/** How many more of a name a worker can take. */
export interface Capacity {
  readonly policy: JobPolicy;
  readonly free: number;
}

/** What came of an attempt. */
export type Outcome =
  | { readonly kind: "done"; readonly result: string }
  | { readonly kind: "failed"; readonly error: string; readonly final: boolean }
  | { readonly kind: "released" }
  | { readonly kind: "cancelled" };

/** Jobs and who does them; time is the caller's. */
export interface JobTable {
  addJob(job: NewJob, nowMs: number): { readonly job: Job; readonly fresh: boolean };
  findJob(id: string, nowMs: number): Job | null;
  listJobs(name: string | null, states: readonly JobState[] | null, limit: number, nowMs: number): Job[];
  countJobs(nowMs: number): { readonly name: string; readonly state: JobState; readonly count: number }[];
  /** Takes over what its worker has given up, then gives so many jobs away. */
  claimJobs(owner: string, capacities: readonly Capacity[], leaseMs: number, nowMs: number): Job[];
  /** @returns for each whether it is still its owner's, and whether its end is asked for */
  renewJobs(
    held: readonly { readonly id: string; readonly owner: string }[],
    leaseMs: number,
    nowMs: number,
  ): ("held" | "lost" | "cancelling")[];
  /** @returns false when it is another's by now */
  endJob(owner: string, id: string, policy: JobPolicy, outcome: Outcome, nowMs: number): boolean;
  setProgress(owner: string, id: string, progress: JobProgress): void;
  /** @returns the job as it then is; null when there is none, unchanged when it is finished */
  cancelJob(id: string, nowMs: number): Job | null;
  /** @returns as `cancelJob`; unchanged when it is not dead or cancelled */
  retryJob(id: string, nowMs: number): Job | null;
}

interface Row {
  number: number;
  id: string;
  name: string;
  state: JobState;
  due_at_ms: number;
  created_at_ms: number;
  started_at_ms: number | null;
  finished_at_ms: number | null;
  failures: number;
  max_attempts: number;
  cancelling: number;
  payload: string;
  progress: string | null;
  result: string | null;
  error: string | null;
  trace: string | null;
}

/** Finished jobs of a name and state that are kept. */
const keptJobs = 1000;

export function jobTable(db: Database.Database): JobTable {
  const byId = db.prepare<[string], Row>("SELECT * FROM jobs WHERE id = ?");
  const byDedupe = db.prepare<[string, string], Row>(
    "SELECT * FROM jobs WHERE name = ? AND dedupe = ? AND state IN ('waiting', 'active')",
  );
  const insert = db.prepare<[string, string, number, string | null, number, number, string, string | null]>(
    `INSERT INTO jobs (id, name, state, due_at_ms, dedupe, created_at_ms, max_attempts, payload, trace)
     VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?, ?)`,
  );
  const counts = db.prepare<[number], { name: string; state: JobState; count: number }>(
    `SELECT name, CASE WHEN state = 'waiting' AND due_at_ms > ? THEN 'delayed' ELSE state END AS state,
       count(*) AS count FROM jobs GROUP BY 1, 2`,
  );
  const expired = db.prepare<[string, number], Row>(
    "SELECT * FROM jobs WHERE state = 'active' AND name = ? AND until_ms <= ?",
  );
  const isPaused = db.prepare<[string]>("SELECT 1 FROM job_pauses WHERE name = ?");
  const activeOf = db.prepare<[string]>("SELECT 1 FROM jobs WHERE state = 'active' AND name = ? LIMIT 1");
  const waitingOf = db.prepare<[string, number, number], { id: string }>(
    "SELECT id FROM jobs WHERE state = 'waiting' AND name = ? AND due_at_ms <= ? ORDER BY due_at_ms, number LIMIT ?",
  );
  const begin = db.prepare<[string, number, number, string]>(
    `UPDATE jobs SET state = 'active', owner = ?, until_ms = ?, started_at_ms = ?, progress = NULL WHERE id = ?`,
  );
  const renew = db.prepare<[number, string, string]>(
    "UPDATE jobs SET until_ms = ? WHERE id = ? AND owner = ? AND state = 'active'",
  );
  const wait = db.prepare<[number, number, string | null, string]>(
    "UPDATE jobs SET state = 'waiting', owner = NULL, until_ms = NULL, due_at_ms = ?, failures = ?, error = ? WHERE id = ?",
  );
  const finish = db.prepare<[string, number, number, string | null, string | null, string]>(
    `UPDATE jobs SET state = ?, owner = NULL, until_ms = NULL, finished_at_ms = ?, failures = ?, result = ?, error = ?
     WHERE id = ?`,
  );
  const ownedBy = db.prepare<[string, string], Row>(
    "SELECT * FROM jobs WHERE id = ? AND owner = ? AND state = 'active'",
  );
  const progress = db.prepare<[string, string, string]>(
    "UPDATE jobs SET progress = ? WHERE id = ? AND owner = ? AND state = 'active'",
  );
  const ask = db.prepare<[string]>("UPDATE jobs SET cancelling = 1 WHERE id = ?");
  const anew = db.prepare<[number, string]>(
    `UPDATE jobs SET state = 'waiting', due_at_ms = ?, dedupe = NULL, failures = 0, cancelling = 0, finished_at_ms = NULL,
       result = NULL, error = NULL WHERE id = ?`,
  );
  const surplus = db.prepare<[string, string, number], { number: number }>(
    "SELECT number FROM jobs WHERE name = ? AND state = ? ORDER BY number DESC LIMIT 100 OFFSET ?",
  );
  const forget = db.prepare<[number]>("DELETE FROM jobs WHERE number = ?");
  const forgetLines = db.prepare<[number]>("DELETE FROM job_logs WHERE job = ?");

  const end = (
    row: Row,
    state: JobState,
    nowMs: number,
    more: { failures?: number; result?: string; error?: string },
  ) => {
    finish.run(state, nowMs, more.failures ?? row.failures, more.result ?? null, more.error ?? null, row.id);
    for (const { number } of surplus.all(row.name, state, keptJobs)) {
      forget.run(number);
      forgetLines.run(number);
    }
  };
  const fail = (row: Row, error: string, final: boolean, waitMs: number, nowMs: number) => {
    const failures = row.failures + 1;
    if (row.cancelling === 1) end(row, "cancelled", nowMs, { failures, error });
    else if (final || failures >= row.max_attempts) end(row, "dead", nowMs, { failures, error });
    else wait.run(nowMs + waitMs, failures, error, row.id);
  };

  return {
    addJob({ id, name, payload, dedupe, delayMs, maxAttempts, trace }, nowMs) {
      const known = byId.get(id) ?? (dedupe === null ? undefined : byDedupe.get(name, dedupe));
      if (known !== undefined) return { job: toJob(known, nowMs), fresh: false };
      insert.run(id, name, nowMs + delayMs, dedupe, nowMs, maxAttempts, payload, trace);
      return { job: toJob(byId.get(id)!, nowMs), fresh: true };
    },
    findJob: (id, nowMs) => {
      const row = byId.get(id);
      return row === undefined ? null : toJob(row, nowMs);
    },
    listJobs(name, states, limit, nowMs) {
      const kept =
        states === null ? null : new Set<string>(states.map((state) => (state === "delayed" ? "waiting" : state)));
      const where = [
        ...(name === null ? [] : ["name = @name"]),
        ...(kept === null ? [] : [`state IN (${[...kept].map((state) => `'${state}'`).join(", ")})`]),
        ...(states?.includes("delayed") === true && !states.includes("waiting")
          ? ["(state <> 'waiting' OR due_at_ms > @nowMs)"]
          : []),
        ...(states?.includes("waiting") === true && !states.includes("delayed")
          ? ["(state <> 'waiting' OR due_at_ms <= @nowMs)"]
          : []),
      ];
      const sql = `SELECT * FROM jobs ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`} ORDER BY number DESC LIMIT @limit`;
      return db
        .prepare<[object], Row>(sql)
        .all({ name, limit, nowMs })
        .map((row) => toJob(row, nowMs));
    },
    countJobs: (nowMs) => counts.all(nowMs),
    claimJobs(owner, capacities, leaseMs, nowMs) {
      const taken: Job[] = [];
      for (const { policy, free } of capacities) {
        const { name, exclusive } = policy;
        // Hardly the job's fault: it goes on at once, as with Bull.
        for (const row of expired.all(name, nowMs)) fail(row, workerDied, false, 0, nowMs);
        if (free === 0 || isPaused.get(name) !== undefined || (exclusive && activeOf.get(name) !== undefined)) continue;
        for (const { id } of waitingOf.all(name, nowMs, exclusive ? 1 : free)) {
          begin.run(owner, nowMs + leaseMs, nowMs, id);
          taken.push(toJob(byId.get(id)!, nowMs));
        }
      }
      return taken;
    },
    renewJobs: (held, leaseMs, nowMs) =>
      held.map(({ id, owner }) => {
        if (renew.run(nowMs + leaseMs, id, owner).changes === 0) return "lost";
        return byId.get(id)!.cancelling === 1 ? "cancelling" : "held";
      }),
    endJob(owner, id, { backoffMs }, outcome, nowMs) {
      const row = ownedBy.get(id, owner);
      if (row === undefined) return false;
      if (outcome.kind === "done") end(row, "done", nowMs, { result: outcome.result });
      else if (outcome.kind === "cancelled") end(row, "cancelled", nowMs, { error: wasCancelled });
      else if (outcome.kind === "released") wait.run(nowMs, row.failures, row.error, id);
      else fail(row, outcome.error, outcome.final, backoffAfter(row.failures + 1, backoffMs), nowMs);
      return true;
    },
    setProgress: (owner, id, value) => void progress.run(JSON.stringify(value), id, owner),
    cancelJob(id, nowMs) {
      const row = byId.get(id);
      if (row === undefined) return null;
      if (row.state === "waiting" || row.state === "active") ask.run(id);
      if (row.state === "waiting") end(row, "cancelled", nowMs, { error: wasCancelled });
      return toJob(byId.get(id)!, nowMs);
    },
    retryJob(id, nowMs) {
      const row = byId.get(id);
      if (row === undefined) return null;
      if (row.state === "dead" || row.state === "cancelled") anew.run(nowMs, id);
      return toJob(byId.get(id)!, nowMs);
    },
  };
}

// Written by this very program in these shapes.
const toJob = (row: Row, nowMs: number): Job => ({
  ...{ id: row.id, name: row.name, payload: JSON.parse(row.payload) as JsonObject },
  state: row.state === "waiting" && row.due_at_ms > nowMs ? "delayed" : row.state,
  ...{ createdAtMs: row.created_at_ms, dueAtMs: row.due_at_ms },
  ...{ startedAtMs: row.started_at_ms, finishedAtMs: row.finished_at_ms },
  ...{ failures: row.failures, maxAttempts: row.max_attempts, cancelling: row.cancelling === 1 },
  progress: row.progress === null ? null : (JSON.parse(row.progress) as JobProgress),
  result: row.result === null ? null : (JSON.parse(row.result) as JsonObject),
  ...{ error: row.error, trace: row.trace },
});
