import { contractPolicies, jobQueueContract } from "../../ports/job-queue.contract.ts";
import { drawRedisPrefix, redisUrl } from "../../testing/live-redis.ts";
import { openBullJobs } from "./open-bull-jobs.ts";

const url = redisUrl();
const trouble: string[] = [];

if (url === null) {
  it.skip("is held to its contract on a real Redis", () => undefined);
} else {
  jobQueueContract("Bull", () => {
    const prefix = drawRedisPrefix();
    const onTrouble = (says: string, error: unknown) => trouble.push(`${says}: ${String(error)}`);
    return Promise.resolve(() => openBullJobs({ url, prefix, policies: contractPolicies, lockMs: 2000, onTrouble }));
  });
  afterAll(() => expect(trouble).toEqual([]));
}
