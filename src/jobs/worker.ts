import type { Job } from "../domain/job.ts";
import type { JsonObject } from "../domain/json.ts";
import { rootSpan } from "../observe/trace.ts";
import type { JobAttempt, JobQueue, JobWorker } from "../ports/job-queue.ts";
import { type JobName, type JobPayload, jobPayloads } from "../wire/job.ts";
import { parse } from "../wire/parse.ts";
import { jobAttributes } from "./traced-queue.ts";

/** What a handler may say while it works; nothing waits for it. */
export interface JobRun {
  readonly id: string;
  /** Aborted when the job is cancelled, lost to another worker, or the program stops. */
  readonly signal: AbortSignal;
  progress(done: number, total: number, note: string): void;
  log(line: string): void;
}

/** Does the same when it is done twice; rejects soon after the signal is aborted. */
export type JobHandler<N extends JobName> = (payload: JobPayload<N>, run: JobRun) => Promise<JsonObject>;
export type JobHandlers = { readonly [N in JobName]?: JobHandler<N> };

export interface JobWorkerDeps {
  readonly queue: Pick<JobQueue, "work">;
  /** Jobs of other names are left to other workers. */
  readonly handlers: JobHandlers;
  readonly onEnded: (job: Job, ms: number, error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Progress is written so often at most, in milliseconds. */
const progressMs = 250;

/** Does jobs with these handlers until it is stopped. */
export const startJobWorker = ({ queue, handlers, onEnded, now }: JobWorkerDeps): Promise<JobWorker> =>
  queue.work(Object.keys(handlers), (job, attempt) =>
    rootSpan("consumer", `process ${job.name}`, job.trace === null ? {} : { traceparent: job.trace }, async (span) => {
      span?.set({ ...jobAttributes(job.name, "process"), "messaging.message.id": job.id });
      const from = performance.now();
      const teller = tell(attempt, now);
      try {
        const result = await handle(handlers, job, { id: job.id, signal: attempt.signal, ...teller });
        onEnded(job, performance.now() - from, null);
        return result;
      } catch (error) {
        teller.log(`Failed: ${error instanceof Error ? error.message : String(error)}`);
        onEnded(job, performance.now() - from, error);
        throw error;
      } finally {
        await teller.settle();
      }
    }),
  );

const handle = async (handlers: JobHandlers, job: Job, run: JobRun): Promise<JsonObject> => {
  const name = job.name as JobName; // of those that it works on
  // It may have been asked for by another version of this program.
  const payload = parse(jobPayloads[name], job.payload, (path) => ["payload", ...path].join("."));
  const handler = handlers[name] as JobHandler<JobName>;
  return await handler(payload, run);
};

/** One write at a time; of progress told meanwhile, the latest. What cannot be told is not worth failing for. */
const tell = (attempt: JobAttempt, now: () => number) => {
  let writing: Promise<void> = Promise.resolve();
  let next: Parameters<JobAttempt["progress"]>[0] | null = null;
  let timer: NodeJS.Timeout | undefined;
  const write = (work: () => Promise<void>) => void (writing = writing.then(work).catch(() => undefined));
  const flush = () => {
    timer = undefined;
    if (next === null) return;
    const value = next;
    next = null;
    write(() => attempt.progress(value));
  };
  return {
    progress(done: number, total: number, note: string) {
      const isFirst = next === null && timer === undefined;
      next = { done, total, note };
      if (isFirst) flush();
      timer ??= setTimeout(flush, progressMs).unref();
    },
    log: (line: string) => write(() => attempt.log(`${new Date(now()).toISOString()} ${line.slice(0, 2000)}`)),
    async settle() {
      clearTimeout(timer);
      flush();
      await writing;
    },
  };
};
