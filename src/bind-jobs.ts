import { WinnowError } from "./domain/errors.ts";
import type { Job, JobSchedule } from "./domain/job.ts";
import type { JsonObject } from "./domain/json.ts";
import type { Shop } from "./http/shop.ts";
import { nextSlot } from "./jobs/cron.ts";
import { definitions } from "./jobs/definitions.ts";
import type { JobQueue } from "./ports/job-queue.ts";
import { isJobName, type JobAnswer, jobPayloads, payloadSchema } from "./wire/job.ts";
import { didYouMean } from "./wire/nearest.ts";
import { parse } from "./wire/parse.ts";

/**
 * Jobs as routes and commands call them.
 *
 * @param now milliseconds since 1970
 * @param patienceMs how long a queue may be silent before whoever asks is told that it cannot be reached
 */
export const bindJobs = (queue: JobQueue, now: () => number, patienceMs: number): Shop["jobs"] => ({
  list: async ({ name, state, limit }) => {
    await queue.ready(patienceMs);
    const [jobs, counts, schedules] = await Promise.all([
      queue.list({ ...(name !== undefined && { name }), ...(state !== undefined && { states: [state] }), limit }),
      queue.counts(),
      queue.schedules(),
    ]);
    return {
      jobs: jobs.map(toJobAnswer),
      names: counts.flatMap((one) =>
        isJobName(one.name) ? [{ ...one, says: definitions[one.name].says, payload: payloadSchema(one.name) }] : [],
      ),
      schedules: schedules.map(({ key, name: of, payload, when, firedAtMs }) => ({
        ...{ key, name: of, payload: { ...payload }, when: sayWhen(when) },
        next_at: toDate(nextSlot(when, Math.max(firedAtMs, now())) ?? firedAtMs),
      })),
    };
  },
  find: async (id) => {
    await queue.ready(patienceMs);
    const job = await queue.find(id);
    if (job === null)
      throw new WinnowError("not_found", `There is no job ${id}.`, { where: "id", hint: "GET /v1/jobs lists them." });
    return { job: toJobAnswer(job), log: [...(await queue.logs(id))] };
  },
  enqueue: async ({ name, payload, id, delay_seconds }) => {
    if (!isJobName(name))
      throw new WinnowError("invalid_request", `There is no job ${name.slice(0, 50)}.`, {
        where: "/name",
        hint: didYouMean(name, Object.keys(jobPayloads)),
      });
    // Read here, so that whoever asks is told, and kept as it was sent.
    parse(jobPayloads[name], payload, (path) => `/payload/${path.join("/")}`);
    await queue.ready(patienceMs);
    const { job, fresh } = await queue.enqueue(name, payload as JsonObject, {
      ...(id !== undefined && { id }),
      delayMs: Math.round(delay_seconds * 1000),
    });
    return { job: toJobAnswer(job), fresh };
  },
  cancel: async (id) => {
    await queue.ready(patienceMs);
    return toJobAnswer(await queue.cancel(id));
  },
  retry: async (id) => {
    await queue.ready(patienceMs);
    return toJobAnswer(await queue.retry(id));
  },
});

const toJobAnswer = (job: Job): JobAnswer => ({
  ...{ id: job.id, name: job.name, payload: { ...job.payload }, state: job.state },
  ...{ created_at: toDate(job.createdAtMs), due_at: toDate(job.dueAtMs) },
  started_at: job.startedAtMs === null ? null : toDate(job.startedAtMs),
  finished_at: job.finishedAtMs === null ? null : toDate(job.finishedAtMs),
  ...{ failures: job.failures, max_attempts: job.maxAttempts, cancelling: job.cancelling },
  progress: job.progress,
  result: job.result === null ? null : { ...job.result },
  error: job.error,
});

const sayWhen = (when: JobSchedule["when"]): string => {
  if ("cron" in when) return when.cron;
  const minutes = when.everyMs / 60_000;
  return minutes >= 1 ? `every ${minutes} min` : `every ${when.everyMs / 1000} s`;
};

const toDate = (ms: number): string => new Date(ms).toISOString();
