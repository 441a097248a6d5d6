import type { JobSchedule } from "../domain/job.ts";
import type { JobQueue } from "../ports/job-queue.ts";
import { latestSlot, readCron } from "./cron.ts";

export interface SchedulerDeps {
  readonly queue: Pick<JobQueue, "enqueue" | "saveSchedule" | "schedules" | "markFired" | "removeSchedule">;
  /** Those this program comes with. */
  readonly schedules: readonly JobSchedule[];
  /** Milliseconds since 1970, of the wall: schedules are shared with other processes. */
  readonly now: () => number;
  readonly onTrouble: (error: unknown) => void;
}

export interface Scheduler {
  /** Makes the jobs that are due now. */
  tick(): Promise<void>;
  start(everyMs?: number): void;
  stop(): Promise<void>;
}

/** What the keys of our own schedules begin with: those that a newer version no longer has go. */
const own = "winnow.";

/**
 * Makes jobs when their time comes. Any number of processes may: a job's id is made of its schedule and time, so that there
 * is one of each. What fell due while nobody was there is made up for once.
 */
export const createScheduler = ({ queue, schedules, now, onTrouble }: SchedulerDeps): Scheduler => {
  for (const { when } of schedules) if ("cron" in when) readCron(when.cron); // a wrong one is refused at the start
  let isSetUp = false;
  let ticking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const setUp = async (): Promise<void> => {
    for (const schedule of schedules) await queue.saveSchedule({ ...schedule, key: own + schedule.key }, now());
    const kept = new Set(schedules.map(({ key }) => own + key));
    for (const { key } of await queue.schedules())
      if (key.startsWith(own) && !kept.has(key)) await queue.removeSchedule(key);
    isSetUp = true;
  };
  const tick = async (): Promise<void> => {
    if (!isSetUp) await setUp();
    for (const { key, name, payload, when, firedAtMs } of await queue.schedules()) {
      const slot = latestSlot(when, now());
      if (slot === null || slot <= firedAtMs) continue;
      // First the job: who dies in between makes it again, which makes none.
      await queue.enqueue(name, payload, { id: `${key}@${slot}` });
      await queue.markFired(key, slot);
    }
  };
  return {
    tick,
    start(everyMs = 1000) {
      const run = () => {
        ticking ??= tick()
          .catch(onTrouble)
          .finally(() => (ticking = null));
      };
      run();
      timer ??= setInterval(run, everyMs).unref();
    },
    async stop() {
      clearInterval(timer);
      await ticking;
    },
  };
};
