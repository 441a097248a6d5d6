import type { AskForSteps } from "./training/loop.ts";
import type { JobSchedule } from "./domain/job.ts";
import { createScheduler } from "./jobs/scheduler.ts";
import { type JobHandlers, startJobWorker } from "./jobs/worker.ts";
import type { Report } from "./observe/report.ts";
import type { JobQueue } from "./ports/job-queue.ts";

const hourMs = 3_600_000;

/** Those this program comes with. @param retrainCron five fields, UTC */
const schedules = (retrainCron: string): readonly JobSchedule[] => [
  { key: "retrain", name: "retrain", payload: { if_new: true, by: "the schedule" }, when: { cron: retrainCron } },
  { key: "retention", name: "retention", payload: {}, when: { everyMs: hourMs } },
  { key: "erasure", name: "erasure", payload: {}, when: { everyMs: hourMs } },
  { key: "synonyms", name: "backfill_synonyms", payload: {}, when: { everyMs: 24 * hourMs } },
  { key: "suggestions", name: "mine_suggestions", payload: {}, when: { everyMs: 24 * hourMs } },
];

/** Does jobs and makes those whose time has come. @throws WinnowError `invalid_config` for a wrong pattern */
export const runJobs = async (
  queue: JobQueue,
  handlers: JobHandlers,
  retrainCron: string,
  report: Report,
): Promise<AsyncDisposable> => {
  const warn = (error: unknown) => report.troubled("scheduled jobs cannot be made", error);
  const scheduler = createScheduler({ queue, schedules: schedules(retrainCron), now: Date.now, onTrouble: warn });
  const worker = await startJobWorker({
    ...{ queue, handlers, now: Date.now },
    onEnded: ({ id, name }, ms, error) => report.jobEnded({ id, name, ms, error }),
  });
  scheduler.start();
  return {
    [Symbol.asyncDispose]: async () => {
      await scheduler.stop();
      await worker.stop();
    },
  };
};

export interface Asking extends AskForSteps {
  /** A training that this process did: the loop knows of it already. */
  trainedHere(job: string): void;
}

/** Steps of learning as jobs, asked for once while one is not finished. @param report is told once a minute of a queue that is gone */
export const askByJobs = (queue: Pick<JobQueue, "enqueue" | "list">, report: Report, openedAtMs: number): Asking => {
  /** Trainings that were counted, and since when others may be new. */
  const known = new Set<string>();
  const warn = (error: unknown) => report.troubled("learning waits: its jobs cannot be asked for", error);
  const ask = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      warn(error);
      return otherwise;
    }
  };
  return {
    trainedHere: (job) => known.add(job),
    retrain: (catalog) =>
      ask(async () => {
        const ended = await queue.list({ name: "retrain", states: ["done", "dead"], limit: 20 });
        const news = ended.filter(
          ({ id, payload, finishedAtMs }) =>
            !known.has(id) && (finishedAtMs ?? 0) > openedAtMs && (payload["catalog"] ?? catalog) === catalog,
        );
        for (const { id } of news) known.add(id);
        if (news.length > 0) return true;
        await queue.enqueue("retrain", { catalog, by: "loop" }, { dedupe: catalog });
        return false;
      }, false),
    judgeCanary: (catalog) =>
      ask(async () => {
        await queue.enqueue("judge_canary", { catalog }, { dedupe: catalog });
      }, undefined),
  };
};
