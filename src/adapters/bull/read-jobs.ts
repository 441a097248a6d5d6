import type Bull from "bull";
import type { Redis } from "ioredis";
import { type Job, type JobProgress, type JobState, workerDied } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";

/** Bull's lists and sets of ids, in which a job's state is found. */
const places = ["wait", "paused", "delayed", "active", "completed", "failed"] as const;
type Place = (typeof places)[number];

const placesOf: Readonly<Record<JobState, readonly Place[]>> = {
  waiting: ["wait", "paused"],
  delayed: ["delayed"],
  active: ["active"],
  done: ["completed"],
  dead: ["failed"],
  cancelled: ["failed"],
};

/** @param prefix of the queue, with its colon. @returns null when there is none */
export async function readJob(client: Redis, prefix: string, name: string, id: string): Promise<Job | null> {
  // In one transaction: a job on its way from one list to the next is in either.
  const answers = await client
    .multi()
    .hgetall(`${prefix}${id}`)
    .lpos(`${prefix}active`, id)
    .zscore(`${prefix}delayed`, id)
    .zscore(`${prefix}completed`, id)
    .zscore(`${prefix}failed`, id)
    .exec();
  const [fields, active, delayed, completed, failed] = (answers ?? []).map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
  const hash = fields as Record<string, string> | undefined;
  if (hash?.["name"] === undefined) return null;
  if (active !== null) return toJob(name, id, hash, "active");
  if (delayed !== null) return toJob(name, id, hash, "delayed");
  if (completed !== null) return toJob(name, id, hash, "completed");
  return toJob(name, id, hash, failed !== null ? "failed" : "wait");
}

/** Of one queue, in these states, at least the newest `limit` of each; in no order. */
export async function readJobs(
  client: Redis,
  prefix: string,
  name: string,
  states: readonly JobState[],
  limit: number,
): Promise<readonly Job[]> {
  const wanted = places.filter((place) => states.some((state) => placesOf[state].includes(place)));
  const pipeline = client.pipeline();
  for (const place of wanted) {
    if (place === "wait" || place === "paused" || place === "active") pipeline.lrange(prefix + place, 0, limit - 1);
    // Not by when they were made: all, of which Bull keeps a thousand at most, but for those that wait for their time.
    else pipeline.zrevrange(prefix + place, 0, Math.max(limit, 1000) - 1);
  }
  const found = ((await pipeline.exec()) ?? []).flatMap(([error, ids], i) => {
    if (error !== null) throw error;
    return (ids as string[]).map((id) => ({ id, place: wanted[i]! }));
  });
  const hashes = client.pipeline();
  for (const { id } of found) hashes.hgetall(prefix + id);
  const rows = (await hashes.exec()) ?? [];
  return found.flatMap(({ id, place }, i) => {
    const [error, hash] = rows[i]! as [Error | null, Record<string, string>];
    if (error !== null) throw error;
    if (hash["name"] === undefined) return []; // removed meanwhile
    const job = toJob(name, id, hash, place);
    return states.includes(job.state) ? [job] : [];
  });
}

/** What Bull says of a job that it has just added; `state` is that of the moment. */
export const asAdded = (name: string, added: Bull.Job): Job => {
  const { id, opts, timestamp } = added;
  const delayMs = opts.delay ?? 0;
  return {
    ...{ id: String(id), name, payload: added.data as JsonObject, state: delayMs > 0 ? "delayed" : "waiting" },
    ...{ createdAtMs: timestamp, dueAtMs: timestamp + delayMs, startedAtMs: null, finishedAtMs: null },
    ...{ failures: added.attemptsMade, maxAttempts: opts.attempts ?? 1, cancelling: false },
    ...{ progress: null, result: null, error: null, trace: traceOf(opts) },
  };
};

/** The same of one that a worker was given. */
export const asTaken = (name: string, taken: Bull.Job): Job => ({
  ...asAdded(name, taken),
  ...{ state: "active", startedAtMs: taken.processedOn ?? null },
});

const toJob = (name: string, id: string, hash: Readonly<Record<string, string>>, place: Place): Job => {
  const number = (field: string): number | null => (hash[field] === undefined ? null : Number(hash[field]));
  const isCancelling = hash["cancel"] !== undefined;
  const createdAtMs = number("timestamp") ?? 0;
  const failed = hash["failedReason"];
  const opts = JSON.parse(hash["opts"]!) as { readonly attempts: number };
  return {
    ...{ id, name, payload: JSON.parse(hash["data"]!) as JsonObject, state: stateOf(place, isCancelling) },
    ...{ createdAtMs, dueAtMs: createdAtMs + (number("delay") ?? 0) },
    ...{ startedAtMs: number("processedOn"), finishedAtMs: number("finishedOn") },
    failures: (number("attemptsMade") ?? 0) + (number("stalledCounter") ?? 0),
    maxAttempts: opts.attempts,
    cancelling: isCancelling,
    progress: readProgress(hash["progress"]),
    result: place === "completed" ? (JSON.parse(hash["returnvalue"] ?? "{}") as JsonObject) : null,
    error: failed === undefined ? null : failed.startsWith("job stalled") ? workerDied : failed,
    trace: traceOf(opts),
  };
};

/** As it was enqueued with; not in Bull's types. */
const traceOf = (opts: object): string | null => (opts as { readonly trace?: string }).trace ?? null;

const stateOf = (place: Place, isCancelling: boolean): JobState => {
  if (place === "failed") return isCancelling ? "cancelled" : "dead";
  if (place === "completed") return "done";
  return place === "wait" || place === "paused" ? "waiting" : place;
};

/** A number until the job has said something else. */
const readProgress = (text: string | undefined): JobProgress | null => {
  const value: unknown = text === undefined ? null : JSON.parse(text);
  return typeof value === "object" ? (value as JobProgress | null) : null;
};
