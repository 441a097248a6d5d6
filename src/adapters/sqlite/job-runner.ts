import { isFinalFailure, type Job, type JobPolicy } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { JobAttempt, JobWorker } from "../../ports/job-queue.ts";
import type { Connection } from "./client.ts";
import type { Outcome } from "./job-table.ts";
import type { JobMethods } from "./job-worker.ts";

export interface RunnerDeps {
  readonly connection: Connection<JobMethods>;
  readonly policies: readonly JobPolicy[];
  readonly leaseMs: number;
  readonly pollMs: number;
  /** Drawn once a worker. */
  readonly owner: string;
  readonly run: (job: Job, attempt: JobAttempt) => Promise<JsonObject>;
  readonly onTrouble: (message: string, error: unknown) => void;
}

interface Running {
  readonly job: Job;
  readonly policy: JobPolicy;
  readonly controller: AbortController;
  /** Of this attempt alone: a job that was lost and came back is not mistaken for the first attempt's. */
  readonly owner: string;
  /** Why it is to end early. */
  why: "cancelled" | "lost" | "stopping" | null;
}

/** How long an aborted attempt may take to notice, in milliseconds; then its job waits to be taken over. */
const graceMs = 5000;

/** Claims, renews and ends jobs of a file, until it is stopped. */
export function runJobs(deps: RunnerDeps): JobWorker & { wake(): void } {
  const { connection, policies, leaseMs, pollMs, owner, run, onTrouble } = deps;
  const running = new Set<Running>();
  let claims = 0;
  const attempts = new Set<Promise<void>>();
  let stopping = false;
  let claiming: Promise<void> | null = null;
  let again = false;

  const abort = (one: Running, why: NonNullable<Running["why"]>, says: string): void => {
    one.why ??= why;
    one.controller.abort(new Error(says));
  };

  const attempt = async (one: Running): Promise<void> => {
    const { job, policy, controller } = one;
    let outcome: Outcome;
    try {
      const result = await run(job, {
        signal: controller.signal,
        progress: (value) => connection.call("setProgress", one.owner, job.id, value),
        log: (line) => connection.call("logJob", job.id, line),
      });
      outcome = { kind: "done", result: JSON.stringify(result) };
    } catch (error) {
      const says = error instanceof Error ? error.message : String(error);
      outcome =
        one.why === "cancelled"
          ? { kind: "cancelled" }
          : one.why === "stopping"
            ? { kind: "released" }
            : { kind: "failed", error: says, final: isFinalFailure(error) };
    }
    running.delete(one);
    try {
      // Of one that was lost by now, its new worker says what comes of it.
      await connection.call("endJob", one.owner, job.id, policy, outcome, Date.now());
    } catch (error) {
      onTrouble(`${job.id} has ended, which could not be written down: it will be done again`, error);
    }
    wake();
  };

  const claim = async (): Promise<void> => {
    const capacities = policies.map((policy) => {
      const busy = [...running].filter((one) => one.policy === policy).length;
      return { policy, free: Math.max(0, policy.concurrency - busy) };
    });
    const mine = `${owner}.${(claims += 1)}`;
    const jobs = await connection.call("claimJobs", mine, capacities, leaseMs, Date.now());
    for (const job of jobs) {
      const policy = policies.find(({ name }) => name === job.name)!;
      const one: Running = { job, policy, controller: new AbortController(), owner: mine, why: null };
      running.add(one);
      if (stopping) abort(one, "stopping", "The worker is stopping.");
      const working = attempt(one);
      attempts.add(working);
      void working.finally(() => attempts.delete(working));
    }
  };

  /** One claim at a time; asked for meanwhile, once more after it. */
  function wake(): void {
    if (stopping) return;
    if (claiming !== null) {
      again = true;
      return;
    }
    claiming = claim()
      .catch((error: unknown) => onTrouble("jobs cannot be taken from the queue", error))
      .finally(() => {
        claiming = null;
        if (!again) return;
        again = false;
        wake();
      });
  }

  const renew = async (): Promise<void> => {
    if (running.size === 0) return;
    const asked = [...running];
    const held = asked.map(({ job, owner: of }) => ({ id: job.id, owner: of }));
    const states = await connection.call("renewJobs", held, leaseMs, Date.now());
    states.forEach((state, i) => {
      const one = asked[i]!;
      if (state === "lost") abort(one, "lost", `${one.job.id} was taken over by another worker.`);
      else if (state === "cancelling") abort(one, "cancelled", `${one.job.id} was cancelled.`);
    });
  };

  const poll = setInterval(wake, pollMs).unref();
  const heartbeat = setInterval(
    () => void renew().catch((error: unknown) => onTrouble("leases of jobs cannot be renewed", error)),
    Math.min(1000, leaseMs / 3),
  ).unref();
  wake();
  return {
    wake,
    async stop() {
      stopping = true;
      clearInterval(poll);
      await claiming;
      for (const one of running) abort(one, "stopping", "The worker is stopping.");
      await Promise.race([Promise.all(attempts), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      clearInterval(heartbeat);
    },
  };
}
