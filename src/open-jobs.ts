import { join } from "node:path";
import { openBullJobs } from "./adapters/bull/open-bull-jobs.ts";
import { diagnoseRedis } from "./adapters/redis/diagnose-redis.ts";
import { openSqliteJobs } from "./adapters/sqlite/open-jobs.ts";
import type { Config } from "./config/config.ts";
import type { Finding } from "./domain/finding.ts";
import { jobPolicies } from "./jobs/definitions.ts";
import { tracedQueue } from "./jobs/traced-queue.ts";
import type { Stores } from "./open-engine.ts";
import type { JobQueue, QueueEvents } from "./ports/job-queue.ts";

/**
 * The job queue: in Redis where there is one, else in a file beside the store, for the processes of this machine.
 *
 * @throws WinnowError `storage_failed`
 */
export const openJobs = async (
  { dataFolder, redisUrl }: Pick<Config, "dataFolder" | "redisUrl">,
  { keys }: Pick<Stores, "keys">,
  events: QueueEvents,
): Promise<JobQueue> => {
  const policies = jobPolicies;
  if (redisUrl === null) {
    return tracedQueue(await openSqliteJobs({ file: join(dataFolder, "jobs.db"), policies, ...events }));
  }
  // Under a name of this shop's own, as its counters: jobs of another one that shares the server are none of ours.
  const name = (await keys.secret("redis")).slice(0, 12);
  return tracedQueue(await openBullJobs({ url: redisUrl, prefix: `winnow:${name}:jobs`, policies, ...events }));
};

/** What is to be set at the Redis of this configuration; nothing where there is none. */
export const diagnoseQueue = async ({ redisUrl }: Pick<Config, "redisUrl">): Promise<readonly Finding[]> =>
  redisUrl === null ? [] : await diagnoseRedis(redisUrl);
