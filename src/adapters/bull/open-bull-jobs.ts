import { randomBytes } from "node:crypto";
import Bull from "bull";
import { WinnowError } from "../../domain/errors.ts";
import {
  backoffAfter,
  type Job,
  type JobPolicy,
  type JobSchedule,
  type JobState,
  wasCancelled,
} from "../../domain/job.ts";
import type { JobCounts, JobQueue, JobWorker, QueueEvents } from "../../ports/job-queue.ts";
import { answersWithin, asked, openConnections } from "./connections.ts";
import { asAdded, readJob, readJobs } from "./read-jobs.ts";
import { defineScripts } from "./scripts.ts";
import { workOn } from "./work-on.ts";

export interface BullJobsOptions extends QueueEvents {
  /** `redis://` or `rediss://`, with user and password where needed. */
  readonly url: string;
  /** What the names of our keys begin with. */
  readonly prefix: string;
  readonly policies: readonly JobPolicy[];
  /** A worker that does not renew its hold on a job for so long has died; 10 s unless told. */
  readonly lockMs?: number;
}

/** Finished jobs of a name and state that are kept. */
const keptJobs = { count: 1000 };
const allStates: readonly JobState[] = ["waiting", "delayed", "active", "done", "dead", "cancelled"];

/**
 * A job queue in Redis that any number of processes and machines share: a Bull queue for each name. Opens also while there
 * is no Redis; calls fail at once until there is one, workers begin then.
 */
export async function openBullJobs(options: BullJobsOptions): Promise<JobQueue> {
  const { url, prefix, policies, lockMs = 10_000, onTrouble } = options;
  const connections = await openConnections(url, (error) => onTrouble("the job queue's Redis does not answer", error));
  const { client } = connections;
  const scripts = defineScripts(client);
  const workers = new Set<JobWorker>();
  const openQueue = ({ name, attempts, backoffMs }: JobPolicy): Bull.Queue => {
    const queue: Bull.Queue = new Bull(name, {
      prefix,
      createClient: (type) =>
        type === "client" ? client : type === "subscriber" ? connections.subscriber : connections.blocking(),
      settings: {
        ...{ lockDuration: lockMs, lockRenewTime: lockMs / 3, stalledInterval: lockMs / 2 },
        // One that kills its workers ends as one that fails.
        maxStalledCount: attempts - 1,
        ...{ retryProcessDelay: 1000, guardInterval: 1000 },
        backoffStrategies: { doubling: (made: number) => backoffAfter(made, backoffMs) },
      },
      defaultJobOptions: {
        ...{ attempts, backoff: { type: "doubling" }, stackTraceLimit: 1 },
        ...{ removeOnComplete: keptJobs, removeOnFail: keptJobs },
      },
      skipVersionCheck: true,
    } as Bull.QueueOptions);
    // Names the connection, for lists that nobody here reads; without a server its promise fails unheard.
    return Object.assign(queue, { setWorkerName: () => Promise.resolve() });
  };
  const queues = new Map(policies.map((policy) => [policy.name, openQueue(policy)]));
  const queueOf = (name: string): Bull.Queue => {
    const queue = queues.get(name);
    if (queue !== undefined) return queue;
    throw new WinnowError("not_found", `There is no job ${name}.`, {
      where: "name",
      hint: `Known are ${[...queues.keys()].join(", ")}.`,
    });
  };
  const keys = (name: string) => `${prefix}:${name}:`;
  const find = async (id: string): Promise<Job | null> => {
    const name = id.slice(0, Math.max(0, id.indexOf("-")));
    return queues.has(name) ? await asked(() => readJob(client, keys(name), name, id)) : null;
  };
  const found = async (id: string): Promise<Job> => {
    const job = await find(id);
    if (job !== null) return job;
    throw new WinnowError("not_found", `There is no job ${id}.`, { where: "id", hint: "winnow jobs list" });
  };
  const [records, times] = [`${prefix}:schedules`, `${prefix}:schedules:fired`];

  return {
    // Bull looks for jobs without a lock every `stalledInterval`, and takes those it has seen so twice.
    takeoverMs: lockMs * 2.5,
    policies,
    ready: (withinMs) => asked(() => answersWithin(client, withinMs)),
    async enqueue(name, payload, { id, dedupe, delayMs = 0, trace } = {}) {
      const queue = queueOf(name);
      if (id !== undefined && !/^[\w.@-]{1,100}$/.test(id))
        throw new WinnowError("invalid_request", "A job's id has 1 to 100 letters, digits and _.@-", { where: "id" });
      const jobId = `${name}-${id ?? randomBytes(8).toString("hex")}`;
      const known = id === undefined ? null : await find(jobId);
      if (known !== null) return { job: known, fresh: false };
      const added = await asked(() =>
        queue.add(payload, {
          ...{ jobId, delay: delayMs },
          ...(dedupe !== undefined && { debounce: { id: dedupe } }),
          // Bull keeps options that it does not know.
          ...(trace !== undefined && { trace }),
        }),
      );
      if (added.id !== jobId) return { job: await found(String(added.id)), fresh: false };
      return { job: asAdded(name, added), fresh: true };
    },
    find,
    async list({ name, states = allStates, limit }) {
      const names = name === undefined ? policies.map((one) => one.name) : [queueOf(name).name];
      const jobs = await asked(() => Promise.all(names.map((one) => readJobs(client, keys(one), one, states, limit))));
      return jobs
        .flat()
        .sort((a, b) => b.createdAtMs - a.createdAtMs)
        .slice(0, limit);
    },
    async logs(id) {
      const job = await found(id);
      return await asked(() => client.lrange(`${keys(job.name)}${id}:logs`, 0, -1));
    },
    counts: () =>
      asked(() =>
        Promise.all(
          policies.map(async ({ name }): Promise<JobCounts> => {
            const counted = (await scripts.winnowCount([keys(name)], [])) as number[];
            const [wait, paused, delayed, active, done, failed, cancelled, isPaused] = counted as [
              ...[number, number, number, number, number, number, number, number],
            ];
            const counts = { waiting: wait + paused, delayed, active, done, dead: failed - cancelled, cancelled };
            return { name, paused: isPaused === 1, counts };
          }),
        ),
      ),
    async cancel(id) {
      const { name } = await found(id);
      const came = await asked(() => scripts.winnowCancel([keys(name)], [id, Date.now(), wasCancelled]));
      if (came !== 3) return await found(id);
      throw new WinnowError("conflict", `${id} is finished: there is nothing to cancel.`, { where: "id" });
    },
    async retry(id) {
      const { name, state } = await found(id);
      const came = await asked(() => scripts.winnowRetry([keys(name)], [id, Date.now()]));
      if (came !== 2) return await found(id);
      throw new WinnowError("conflict", `${id} is ${state}: only a dead or cancelled job can be retried.`, {
        where: "id",
      });
    },
    pause: (name) => asked(() => queueOf(name).pause()),
    resume: (name) => asked(() => queueOf(name).resume()),
    work(names, run) {
      const mine = names.map((name) => policies.find((one) => one.name === queueOf(name).name)!);
      const working = workOn({ policies: mine, openQueue, prefix, scripts, client, lockMs, run, onTrouble });
      const worker: JobWorker = {
        stop: async () => {
          workers.delete(worker);
          await working.stop();
        },
      };
      workers.add(worker);
      return Promise.resolve(worker);
    },
    saveSchedule: (schedule, nowMs) =>
      asked(async () => {
        await scripts.winnowSchedule([records, times], [schedule.key, JSON.stringify(schedule), nowMs]);
      }),
    removeSchedule: (key) =>
      asked(async () => {
        await client.multi().hdel(records, key).hdel(times, key).exec();
      }),
    schedules: () =>
      asked(async () => {
        const [kept, fired] = await Promise.all([client.hgetall(records), client.hgetall(times)]);
        return Object.keys(kept)
          .sort()
          .map((key) => ({ ...(JSON.parse(kept[key]!) as JobSchedule), firedAtMs: Number(fired[key] ?? 0) }));
      }),
    markFired: (key, slotMs) =>
      asked(async () => {
        await scripts.winnowFired([times], [key, slotMs]);
      }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await Promise.all([...queues.values()].map((queue) => queue.close(true)));
      await connections.close();
    },
  };
}
