import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type Bull from "bull";
import type { Redis } from "ioredis";
import { isFinalFailure, type Job, type JobPolicy } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { JobAttempt, JobWorker } from "../../ports/job-queue.ts";
import { asTaken } from "./read-jobs.ts";
import type { Scripts } from "./scripts.ts";

export interface WorkDeps {
  readonly policies: readonly JobPolicy[];
  readonly openQueue: (policy: JobPolicy) => Bull.Queue;
  readonly prefix: string;
  readonly scripts: Scripts;
  readonly client: Redis;
  readonly lockMs: number;
  readonly run: (job: Job, attempt: JobAttempt) => Promise<JsonObject>;
  readonly onTrouble: (message: string, error: unknown) => void;
}

interface Running {
  readonly controller: AbortController;
  /** Why it is to end early. */
  why: "cancelled" | "lost" | "stopping" | null;
}

/** How long an aborted attempt may take to notice, in milliseconds; then its job waits to be taken over. */
const graceMs = 5000;
const keptLines = 1000;
const connectionTrouble = /ECONN|EPIPE|ETIMEDOUT|Connection is closed|Stream isn't writeable|Command timed out/;

/** Takes jobs from a Bull queue a policy, until it is stopped. */
export function workOn(deps: WorkDeps): JobWorker {
  const { policies, openQueue, prefix, scripts, client, lockMs, run, onTrouble } = deps;
  const owner = randomUUID();
  const running = new Map<string, Running>();
  const attempts = new Set<Promise<unknown>>();
  let stopping = false;

  const abort = (one: Running, why: NonNullable<Running["why"]>, says: string): void => {
    one.why ??= why;
    one.controller.abort(new Error(says));
  };

  /** Bull gives up to renew a lock after the first miss; this one goes on, and learns of cancellation by the way. */
  const holding = (queue: Bull.Queue, keys: string, id: string, one: Running): NodeJS.Timeout =>
    setInterval(
      () => {
        scripts.winnowRenew([keys], [id, tokenOf(queue), lockMs]).then(
          (came) => {
            if (came === 0) abort(one, "lost", `${id} was taken over by another worker.`);
            if (came === 2) abort(one, "cancelled", `${id} was cancelled.`);
          },
          () => undefined, // a server that is gone may come back in time
        );
      },
      Math.min(1000, lockMs / 3),
    ).unref();

  const attempt = async (policy: JobPolicy, queue: Bull.Queue, bullJob: Bull.Job): Promise<JsonObject> => {
    const id = String(bullJob.id);
    const keys = `${prefix}:${policy.name}:`;
    const release = async (): Promise<never> => {
      await scripts.winnowRelease([keys], [id, tokenOf(queue)]).catch(() => undefined);
      // Neither done nor failed: Bull is closing, and waits for it no longer.
      return await new Promise<never>(() => undefined);
    };
    const one: Running = { controller: new AbortController(), why: null };
    const isHeld = async () => one.why !== "lost" && (await scripts.winnowHolds([keys], [id, tokenOf(queue)])) === 1;
    failOnlyIfHeld(bullJob, isHeld);
    // What a worker was handed just when it stalled, and others have ended long since.
    if (typeof bullJob.finishedOn === "number") throw new Error(`${id} is finished.`);
    const before = running.get(id);
    if (before !== undefined) abort(before, "lost", `${id} was taken over by another attempt.`);
    running.set(id, one);
    const timer = holding(queue, keys, id, one);
    const { signal } = one.controller;
    let working: Promise<JsonObject> | null = null;
    try {
      if (stopping) abort(one, "stopping", "The worker is stopping.");
      const work = () =>
        run(asTaken(policy.name, bullJob), {
          signal,
          progress: async (progress) => {
            await client.hset(keys + id, "progress", JSON.stringify(progress));
          },
          log: async (line) => {
            await client.multi().rpush(`${keys}${id}:logs`, line).ltrim(`${keys}${id}:logs`, -keptLines, -1).exec();
          },
        });
      working = signal.aborted
        ? Promise.reject(signal.reason as Error)
        : policy.exclusive
          ? exclusively(policy.name, one, work)
          : work();
      attempts.add(working);
      return await working;
    } catch (error) {
      if (one.why === "stopping") return await release();
      if (one.why === "cancelled" || isFinalFailure(error)) await bullJob.discard();
      throw error;
    } finally {
      clearInterval(timer);
      if (working !== null) attempts.delete(working);
      if (running.get(id) === one) running.delete(id);
    }
  };

  /** Bull limits what runs at once in one worker only: over all of them, by a lease that the attempt waits for. */
  const exclusively = async (name: string, one: Running, work: () => Promise<JsonObject>): Promise<JsonObject> => {
    const key = [`${prefix}:${name}:exclusive`];
    const { signal } = one.controller;
    const lease = () => scripts.winnowLease(key, [owner, lockMs]);
    while ((await lease().catch(() => 0)) !== 1) await sleep(Math.min(250, lockMs / 10), undefined, { signal });
    const timer = setInterval(() => {
      lease().then(
        (came) => {
          if (came !== 1) abort(one, "lost", `Another worker does ${name} now.`);
        },
        () => undefined,
      );
    }, lockMs / 3).unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await scripts.winnowUnlease(key, [owner]).catch(() => undefined);
    }
  };

  const queues = policies.map((policy) => {
    const queue = openQueue(policy);
    queue.on("error", (error) => {
      // A server that is gone is told of by the connection, once.
      if (!stopping && !connectionTrouble.test(error.message)) onTrouble(`jobs of ${policy.name}`, error);
    });
    queue
      .process(policy.concurrency, (job) => attempt(policy, queue, job))
      .catch((error: unknown) => {
        if (!stopping) onTrouble(`jobs of ${policy.name} are not done`, error);
      });
    return queue;
  });

  return {
    async stop() {
      stopping = true;
      const closing = queues.map(async (queue) => {
        const blocking = (queue as unknown as { readonly bclient: Redis }).bclient;
        const closed = queue.close(true);
        // Now, since while it waits for jobs it is handed what is given back; and again, since Bull may connect it anew.
        blocking.disconnect();
        await closed;
        blocking.disconnect();
      });
      await client.ping().catch(() => undefined); // by then Redis has seen them go
      for (const one of running.values()) abort(one, "stopping", "The worker is stopping.");
      await Promise.race([
        Promise.allSettled([...attempts, ...closing]),
        new Promise((resolve) => setTimeout(resolve, graceMs).unref()),
      ]);
    },
  };
}

/**
 * Bull notes a failure in the job's record before it finds that another worker has the job by now: one that only stalled
 * would spend the attempts of the one that took over, and leave an error on what is done.
 */
function failOnlyIfHeld(job: Bull.Job, isHeld: () => Promise<boolean>): void {
  const fail = job.moveToFailed.bind(job);
  job.moveToFailed = async (...failure) => ((await isHeld()) ? await fail(...failure) : null);
}

/** By which Bull knows who holds a job; not in its types. */
const tokenOf = (queue: Bull.Queue): string => (queue as unknown as { readonly token: string }).token;
