import type { JobAnswer, JobsAnswer, JobWithLog } from "../../../src/wire/job.ts";
import { call } from "./client.ts";

export type Job = JobAnswer;
export type JobState = JobAnswer["state"];

export const fetchJobs = (state: JobState | null): Promise<JobsAnswer> =>
  call("GET", `/v1/jobs?limit=50${state === null ? "" : `&state=${state}`}`);

export const fetchJobLog = async (id: string): Promise<readonly string[]> =>
  (await call<JobWithLog>("GET", `/v1/jobs/${encodeURIComponent(id)}`)).log;

export const cancelJob = ({ id }: Pick<Job, "id">): Promise<unknown> =>
  call("POST", `/v1/jobs/${encodeURIComponent(id)}/cancel`);

export const retryJob = ({ id }: Pick<Job, "id">): Promise<unknown> =>
  call("POST", `/v1/jobs/${encodeURIComponent(id)}/retry`);
