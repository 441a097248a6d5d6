import type { Job, JobPolicy, JobProgress, JobSchedule, JobState } from "../domain/job.ts";
import type { JsonObject } from "../domain/json.ts";

export interface EnqueueOptions {
  /** 1 to 100 letters, digits and `_.@-`: with an id that was used before, finished or not, no second job is made. */
  readonly id?: string;
  /** While a job of this name and key is not finished, no second one is made. */
  readonly dedupe?: string;
  readonly delayMs?: number;
  /** See Job. */
  readonly trace?: string;
}

export interface Enqueued {
  readonly job: Job;
  /** False: it was there already. */
  readonly fresh: boolean;
}

/** What an attempt is given. Its signal is aborted when the job is cancelled, lost to another worker, or the worker stops. */
export interface JobAttempt {
  readonly signal: AbortSignal;
  progress(progress: JobProgress): Promise<void>;
  log(line: string): Promise<void>;
}

export interface JobWorker {
  /** Takes no more; running attempts are aborted and their jobs go back to the queue at no cost. */
  stop(): Promise<void>;
}

export interface JobCounts {
  readonly name: string;
  readonly paused: boolean;
  readonly counts: Readonly<Record<JobState, number>>;
}

export interface KeptSchedule extends JobSchedule {
  /** The latest slot for which a job was made, or when it was set up, in milliseconds since 1970. */
  readonly firedAtMs: number;
}

export interface JobFilter {
  readonly name?: string;
  readonly states?: readonly JobState[];
  readonly limit: number;
}

export interface QueueEvents {
  /** Something that goes on behind the calls does not work. */
  readonly onTrouble: (message: string, error: unknown) => void;
}

/**
 * Jobs that survive the processes that ask for them and those that do them. **At least once**: an acknowledged job is
 * begun again, by whichever worker, until an attempt of it ends; what its handler does must be the same when done twice.
 *
 * A job whose worker dies is taken over within `takeoverMs`, which counts as a failure. A failed attempt is repeated
 * after its back-off until the policy's attempts are used up. Finished ones are kept: the last thousand of each name.
 *
 * @throws WinnowError `engine_unavailable` at once when the queue cannot be reached, `storage_failed`, `storage_full`;
 * `not_found` for a name without a policy. Disposing of it stops its workers.
 */
export interface JobQueue extends AsyncDisposable {
  /** A job is taken from a worker that was not heard of for so long. */
  readonly takeoverMs: number;
  readonly policies: readonly JobPolicy[];
  /** Resolves when the queue answers at all. @throws WinnowError `engine_unavailable` when it is silent for so long */
  ready(withinMs: number): Promise<void>;
  /** Durable when resolved. @throws WinnowError `invalid_request` */
  enqueue(name: string, payload: JsonObject, options?: EnqueueOptions): Promise<Enqueued>;
  find(id: string): Promise<Job | null>;
  /** Newest first. */
  list(filter: JobFilter): Promise<readonly Job[]>;
  /** Oldest first; the latest attempts' last thousand lines. */
  logs(id: string): Promise<readonly string[]>;
  counts(): Promise<readonly JobCounts[]>;
  /** One that waits ends at once, an active one soon. @throws WinnowError `not_found`, `conflict` when it is finished */
  cancel(id: string): Promise<Job>;
  /** Lets a dead or cancelled one begin anew, with all its attempts. @throws WinnowError `not_found`, `conflict` */
  retry(id: string): Promise<Job>;
  /** For all workers: those of this name stay in the queue. Running ones go on. */
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** Does jobs of these names, as their policies say, until it is stopped. */
  work(names: readonly string[], run: (job: Job, attempt: JobAttempt) => Promise<JsonObject>): Promise<JobWorker>;
  /** Sets it up, or changes it; what was there under the key and says the same stays as it is. */
  saveSchedule(schedule: JobSchedule, nowMs: number): Promise<void>;
  removeSchedule(key: string): Promise<void>;
  /** By key. */
  schedules(): Promise<readonly KeptSchedule[]>;
  markFired(key: string, slotMs: number): Promise<void>;
}
