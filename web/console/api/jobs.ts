import type { JobAnswer, JobsAnswer, JobWithLog } from "../../../src/wire/job.ts";
import { call } from "./client.ts";

export type Job = JobAnswer;
export type JobState = JobAnswer["state"];

export const fetchJobs = (state: JobState | null): Promise<JobsAnswer> =>
  call("GET", `/v1/jobs?limit=50${state === null ? "" : `&state=${state}`}`);

/** The newest job that has descriptions written; null when there was none. */
export const fetchLatestBackfill = async (): Promise<Job | null> =>
  (await call<JobsAnswer>("GET", "/v1/jobs?name=backfill_descriptions&limit=1")).jobs[0] ?? null;

export const fetchJobLog = async (id: string): Promise<readonly string[]> =>
  (await call<JobWithLog>("GET", `/v1/jobs/${encodeURIComponent(id)}`)).log;

export const cancelJob = ({ id }: Pick<Job, "id">): Promise<unknown> =>
  call("POST", `/v1/jobs/${encodeURIComponent(id)}/cancel`);

export const retryJob = ({ id }: Pick<Job, "id">): Promise<unknown> =>
  call("POST", `/v1/jobs/${encodeURIComponent(id)}/retry`);
