/**
 * The schema of the job queue's file, as the steps that lead to it. It is a file of its own: a heartbeat must not wait for
 * an import's transaction, and a shop on Elasticsearch has no other SQLite file.
 */
export const jobMigrations: readonly string[] = [
  `
  CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at_ms INTEGER NOT NULL,
    dedupe TEXT,
    owner TEXT,
    until_ms INTEGER,
    created_at_ms INTEGER NOT NULL,
    started_at_ms INTEGER,
    finished_at_ms INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    cancelling INTEGER NOT NULL DEFAULT 0,
    payload TEXT NOT NULL,
    progress TEXT,
    result TEXT,
    error TEXT
  );
  CREATE INDEX jobs_waiting ON jobs (name, due_at_ms, number) WHERE state = 'waiting';
  CREATE INDEX jobs_active ON jobs (name, until_ms) WHERE state = 'active';
  CREATE INDEX jobs_finished ON jobs (name, state, number);
  CREATE UNIQUE INDEX jobs_once ON jobs (name, dedupe) WHERE dedupe IS NOT NULL AND state IN ('waiting', 'active');
  CREATE TABLE job_logs (line INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL, text TEXT NOT NULL);
  CREATE INDEX job_logs_by_job ON job_logs (job, line);
  CREATE TABLE job_pauses (name TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE job_schedules (key TEXT PRIMARY KEY, fired_at_ms INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  `,
  // What asked for a job, so that its trace can say so.
  `ALTER TABLE jobs ADD COLUMN trace TEXT;`,
];
