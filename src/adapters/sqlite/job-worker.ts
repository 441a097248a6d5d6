import { workerData } from "node:worker_threads";
import { openDatabase } from "./database.ts";
import { jobMigrations } from "./job-migrations.ts";
import { jobSideTables, type JobSideTables } from "./job-side-tables.ts";
import { jobTable, type JobTable } from "./job-table.ts";
import { serveCalls } from "./serve-calls.ts";

/** All that the job queue's thread can be asked for. */
export interface JobMethods extends JobTable, JobSideTables {}

const { file } = workerData as { readonly file: string };

// One thread: its transactions are small, and no request of a shopper waits for them.
serveCalls({ file, role: "writer" }, () => {
  const db = openDatabase({ file, busyTimeoutMs: 10_000, steps: jobMigrations });
  return { db, methods: { ...jobTable(db), ...jobSideTables(db) } satisfies JobMethods };
});
