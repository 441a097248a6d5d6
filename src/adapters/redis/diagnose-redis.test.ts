import { createServer } from "node:net";
import { diagnoseRedis, judgeRedis } from "./diagnose-redis.ts";

const info = (more: Readonly<Record<string, string>> = {}): string =>
  Object.entries({ redis_version: "7.0.15", role: "master", maxmemory_policy: "noeviction", aof_enabled: "1", ...more })
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("# Section\r\n");

const levels = (text: string) => judgeRedis(text).map(({ level, message }) => `${level}: ${message}`);

describe("what a Redis is told to change", () => {
  it("is nothing where all is well", () => {
    expect(levels(info())).toEqual(["ok: Redis 7.0.15, noeviction, appendonly"]);
  });
  it("is a disk that is full", () => {
    expect(levels(info({ aof_last_write_status: "ok" }))).toEqual(["ok: Redis 7.0.15, noeviction, appendonly"]);
    expect(levels(info({ aof_last_write_status: "err" }))).toEqual([
      "fail: it cannot write its append-only file and refuses writes: jobs and counters wait",
    ]);
  });
  it("is eviction, a missing append-only file, a version that is too old, and being a replica", () => {
    expect(levels(info({ maxmemory_policy: "allkeys-lru", aof_enabled: "0" }))).toEqual([
      "warn: maxmemory-policy is allkeys-lru: under pressure jobs and counters vanish without a word",
      "warn: appendonly is off: jobs since the last snapshot are lost when it ends",
    ]);
    expect(levels(info({ redis_version: "5.0.7" }))).toEqual(["fail: Redis 5.0.7 is too old"]);
    expect(levels(info({ redis_version: "6.0.16" }))).toEqual(["fail: Redis 6.0.16 is too old"]);
    expect(levels(info({ redis_version: "8.2.1" }))).toHaveLength(1);
    expect(levels(info({ role: "slave" }))).toEqual(["fail: it is a replica, which takes no writes"]);
    expect(judgeRedis(info({ aof_enabled: "0" }))[0]?.hint).toContain("appendonly yes");
  });
});

it("says that there is none where nobody listens, soon", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
  );
  await new Promise((resolve) => server.close(resolve));
  const from = performance.now();
  const [finding] = await diagnoseRedis(`redis://127.0.0.1:${port}`);
  expect(finding).toMatchObject({
    level: "fail",
    message: expect.stringContaining("ECONNREFUSED") as string,
    hint: expect.stringContaining("REDIS_URL") as string,
  });
  expect(performance.now() - from).toBeLessThan(1500);
});
