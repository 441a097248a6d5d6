import { randomBytes, randomUUID } from "node:crypto";
import { WinnowError } from "../../domain/errors.ts";
import type { Job, JobPolicy } from "../../domain/job.ts";
import type { JobCounts, JobQueue, QueueEvents } from "../../ports/job-queue.ts";
import { connectTo } from "./client.ts";
import { runJobs } from "./job-runner.ts";
import type { JobMethods } from "./job-worker.ts";

export interface SqliteJobsOptions extends QueueEvents {
  readonly file: string;
  readonly policies: readonly JobPolicy[];
  /** A worker that is not heard of for so long has died; 10 s unless told. */
  readonly leaseMs?: number;
  /** How often a worker looks for what other processes have asked for; 250 ms unless told. */
  readonly pollMs?: number;
}

/**
 * A job queue in a file that several processes of this machine may have open.
 *
 * @throws WinnowError `storage_failed`, `storage_full`
 */
export async function openSqliteJobs(options: SqliteJobsOptions): Promise<JobQueue> {
  const { file, policies, leaseMs = 10_000, pollMs = 250, onTrouble } = options;
  const connection = await connectTo<JobMethods>(new URL("./job-worker.js", import.meta.url), { file });
  /** Workers of this process, who need not wait for their next look. */
  const workers = new Set<ReturnType<typeof runJobs>>();
  const wake = () => workers.forEach((one) => one.wake());
  const policyOf = (name: string): JobPolicy => {
    const policy = policies.find((one) => one.name === name);
    if (policy !== undefined) return policy;
    throw new WinnowError("not_found", `There is no job ${name}.`, {
      where: "name",
      hint: `Known are ${policies.map((one) => one.name).join(", ")}.`,
    });
  };
  const found = (job: Job | null, id: string): Job => {
    if (job !== null) return job;
    throw new WinnowError("not_found", `There is no job ${id}.`, { where: "id", hint: "winnow jobs list" });
  };
  return {
    takeoverMs: leaseMs + leaseMs / 3,
    ready: () => Promise.resolve(), // a file
    policies,
    async enqueue(name, payload, { id, dedupe = null, delayMs = 0, trace = null } = {}) {
      const { attempts } = policyOf(name);
      if (id !== undefined && !/^[\w.@-]{1,100}$/.test(id))
        throw new WinnowError("invalid_request", "A job's id has 1 to 100 letters, digits and _.@-", { where: "id" });
      const unique = id ?? randomBytes(8).toString("hex");
      const job = { id: `${name}-${unique}`, name, payload: JSON.stringify(payload), dedupe, delayMs, trace };
      const added = await connection.call("addJob", { ...job, maxAttempts: attempts }, Date.now());
      if (added.fresh) wake();
      return added;
    },
    find: (id) => connection.call("findJob", id, Date.now()),
    list: ({ name = null, states = null, limit }) => connection.call("listJobs", name, states, limit, Date.now()),
    logs: (id) => connection.call("jobLogs", id),
    async counts() {
      const [rows, paused] = [await connection.call("countJobs", Date.now()), await connection.call("pausedJobs")];
      return policies.map(({ name }): JobCounts => {
        const counts = { waiting: 0, delayed: 0, active: 0, done: 0, dead: 0, cancelled: 0 };
        for (const row of rows) if (row.name === name) counts[row.state] = row.count;
        return { name, paused: paused.includes(name), counts };
      });
    },
    async cancel(id) {
      const job = found(await connection.call("cancelJob", id, Date.now()), id);
      if (job.cancelling) return job;
      throw new WinnowError("conflict", `${id} is finished: there is nothing to cancel.`, { where: "id" });
    },
    async retry(id) {
      const before = found(await connection.call("findJob", id, Date.now()), id);
      const job = found(await connection.call("retryJob", id, Date.now()), id);
      if (before.state !== "dead" && before.state !== "cancelled")
        throw new WinnowError("conflict", `${id} is ${before.state}: only a dead or cancelled job can be retried.`, {
          where: "id",
        });
      wake();
      return job;
    },
    pause: (name) => connection.call("pauseJobs", policyOf(name).name),
    async resume(name) {
      await connection.call("resumeJobs", policyOf(name).name);
      wake();
    },
    work(names, run) {
      const mine = names.map(policyOf);
      const worker = runJobs({ connection, policies: mine, leaseMs, pollMs, owner: randomUUID(), run, onTrouble });
      workers.add(worker);
      return Promise.resolve({
        stop: async () => {
          workers.delete(worker);
          await worker.stop();
        },
      });
    },
    saveSchedule: (schedule, nowMs) => connection.call("saveSchedule", schedule, nowMs),
    removeSchedule: (key) => connection.call("removeSchedule", key),
    schedules: () => connection.call("schedules"),
    markFired: (key, slotMs) => connection.call("markFired", key, slotMs),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await connection.close();
    },
  };
}
