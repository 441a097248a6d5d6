import { type ErrorCode, WinnowError } from "./errors.ts";
import type { JsonObject } from "./json.ts";

/** `delayed` waits for its time, also for the next attempt; `dead` has used up its attempts and can be retried by hand. */
export type JobState = "waiting" | "delayed" | "active" | "done" | "dead" | "cancelled";

/** How far a job is; `note` in a reader's words. */
export interface JobProgress {
  readonly done: number;
  readonly total: number;
  readonly note: string;
}

/** A piece of work that outlives the process that asked for it. */
export interface Job {
  /** Begins with its name, such as `retrain-3f2a…`. */
  readonly id: string;
  readonly name: string;
  readonly payload: JsonObject;
  readonly state: JobState;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAtMs: number;
  /** Before it nobody takes it. */
  readonly dueAtMs: number;
  /** Of the latest attempt. */
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** Attempts that failed, or whose worker died. */
  readonly failures: number;
  readonly maxAttempts: number;
  /** Someone asked for its end; an active one ends soon. */
  readonly cancelling: boolean;
  readonly progress: JobProgress | null;
  readonly result: JsonObject | null;
  /** Of the latest attempt that failed. */
  readonly error: string | null;
  /** What asked for it, as a W3C `traceparent`; null where that is not traced. */
  readonly trace: string | null;
}

/** How a queue treats the jobs of a name. */
export interface JobPolicy {
  /** Lower-case letters and underscores. */
  readonly name: string;
  /** At most so many before it is dead. */
  readonly attempts: number;
  /** Before the second attempt, in milliseconds; doubled for each one after, to an hour at most. */
  readonly backoffMs: number;
  /** At once in one worker. */
  readonly concurrency: number;
  /** One at a time over all workers. */
  readonly exclusive: boolean;
}

/** When a job is to be made again and again. Times are UTC. */
export interface JobSchedule {
  readonly key: string;
  readonly name: string;
  readonly payload: JsonObject;
  /** Every so many milliseconds, counted from 1970, or five cron fields. */
  readonly when: { readonly everyMs: number } | { readonly cron: string };
}

/** Milliseconds to wait after the nth failure. */
export const backoffAfter = (failures: number, backoffMs: number): number =>
  Math.min(3_600_000, backoffMs * 2 ** Math.max(0, failures - 1));

/** What an attempt failed by whose worker is gone. */
export const workerDied = "Its worker died, or stood still for too long.";

/** What a cancelled job ended by. */
export const wasCancelled = "Cancelled.";

/** No second attempt will go better. */
const finalCodes: ReadonlySet<ErrorCode> = new Set([
  "invalid_request",
  "not_found",
  "catalog_not_found",
  "invalid_mapping",
  "invalid_config",
  "budget_spent",
]);

/** Whether an attempt that failed so makes the job dead at once. */
export const isFinalFailure = (error: unknown): boolean => error instanceof WinnowError && finalCodes.has(error.code);
