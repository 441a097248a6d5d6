import type Database from "better-sqlite3";
import type { JobSchedule } from "../../domain/job.ts";
import type { KeptSchedule } from "../../ports/job-queue.ts";

/** What goes with jobs: their lines, what is paused, and when they are made again. */
export interface JobSideTables {
  logJob(id: string, text: string): void;
  jobLogs(id: string): string[];
  pausedJobs(): string[];
  pauseJobs(name: string): void;
  resumeJobs(name: string): void;
  saveSchedule(schedule: JobSchedule, nowMs: number): void;
  removeSchedule(key: string): void;
  schedules(): KeptSchedule[];
  markFired(key: string, slotMs: number): void;
}

/** Lines kept of a job. */
const keptLines = 1000;

export function jobSideTables(db: Database.Database): JobSideTables {
  const numberOf = db.prepare<[string], { number: number }>("SELECT number FROM jobs WHERE id = ?");
  const addLine = db.prepare<[number, string]>("INSERT INTO job_logs (job, text) VALUES (?, ?)");
  const cut = db.prepare<[number, number, number]>(
    `DELETE FROM job_logs WHERE job = ? AND line <=
       (SELECT line FROM job_logs WHERE job = ? ORDER BY line DESC LIMIT 1 OFFSET ?)`,
  );
  const lines = db.prepare<[number], { text: string }>("SELECT text FROM job_logs WHERE job = ? ORDER BY line");
  const paused = db.prepare<[], { name: string }>("SELECT name FROM job_pauses");
  const pause = db.prepare<[string]>("INSERT INTO job_pauses (name) VALUES (?) ON CONFLICT DO NOTHING");
  const resume = db.prepare<[string]>("DELETE FROM job_pauses WHERE name = ?");
  const save = db.prepare<[string, number, string]>(
    `INSERT INTO job_schedules (key, fired_at_ms, record) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET fired_at_ms = excluded.fired_at_ms, record = excluded.record
     WHERE job_schedules.record <> excluded.record`,
  );
  const remove = db.prepare<[string]>("DELETE FROM job_schedules WHERE key = ?");
  const all = db.prepare<[], { fired_at_ms: number; record: string }>(
    "SELECT fired_at_ms, record FROM job_schedules ORDER BY key",
  );
  const fired = db.prepare<[number, string, number]>(
    "UPDATE job_schedules SET fired_at_ms = ? WHERE key = ? AND fired_at_ms < ?",
  );
  return {
    logJob: (id, text) => {
      const job = numberOf.get(id)?.number;
      if (job === undefined) return;
      addLine.run(job, text);
      cut.run(job, job, keptLines);
    },
    jobLogs: (id) => {
      const job = numberOf.get(id)?.number;
      return job === undefined ? [] : lines.all(job).map(({ text }) => text);
    },
    pausedJobs: () => paused.all().map(({ name }) => name),
    pauseJobs: (name) => void pause.run(name),
    resumeJobs: (name) => void resume.run(name),
    saveSchedule: (schedule, nowMs) => void save.run(schedule.key, nowMs, JSON.stringify(schedule)),
    removeSchedule: (key) => void remove.run(key),
    // Written by this very program in these shapes.
    schedules: () =>
      all.all().map((row) => ({ ...(JSON.parse(row.record) as JobSchedule), firedAtMs: row.fired_at_ms })),
    markFired: (key, slotMs) => void fired.run(slotMs, key, slotMs),
  };
}
