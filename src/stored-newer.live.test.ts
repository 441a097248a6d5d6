import { Redis } from "ioredis";
import { openJobsSurface } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import { redisUrl } from "./testing/live-redis.ts";
import { loadStoredServers, type StoredServers } from "./testing/stored-servers.ts";
import { countedOf } from "./testing/stored-shop.ts";

const redis = redisUrl();

// docs/upgrade.md: a newer winnow's counters and sessions lie under another number, which this one does not look at.
(redis === null ? describe.skip : describe)("what a newer winnow has left in Redis", () => {
  let shop: StoredServers;
  let client: Redis;
  beforeAll(async () => {
    shop = await loadStoredServers("elastic-1", redis!);
    client = new Redis(redis!);
  }, 60_000);
  afterAll(async () => {
    client.disconnect();
    await shop[Symbol.asyncDispose]();
  }, 30_000);

  it("is neither read nor changed: counters and sessions of another number, jobs of an unknown name", async () => {
    const older = await client.keys(`winnow:${shop.name}:1:*`);
    expect(older.length).toBeGreaterThan(2);
    // Of the same names and of other types than are understood here.
    const newer = older.map((key) => key.replace(`:${shop.name}:1:`, `:${shop.name}:2:`));
    const jobs = `winnow:${shop.name}:jobs:foretell`;
    const left = [...newer, `${jobs}:wait`, `${jobs}:foretell-1`];
    for (const key of left) await client.set(key, `newer ${key}`);

    await shop.withStores(async (stores) => {
      expect((await countedOf(stores)).size).toBeGreaterThan(20);
      expect(await stores.sessions.read("products", shop.session)).not.toBeNull();
      await using queue = await openJobsSurface(readConfig(shop.environment), stores);
      expect((await queue.list({ limit: 100 })).jobs.map(({ name }) => name)).toEqual(["fold_events"]);
      await expect(queue.find("foretell-1")).rejects.toMatchObject({ code: "not_found" });
      await stores.counters.reset("products");
    });
    expect(await client.mget(left)).toEqual(left.map((key) => `newer ${key}`));
  }, 60_000);

  it("is refused where it lies under our own number: an answer that says where and what to do, not a wrong count", async () => {
    const own = (await client.keys(`winnow:${shop.name}:1:*`)).filter((key) => key.includes("{products}"));
    for (const key of own) await client.del(key);
    await client.set(`winnow:${shop.name}:1:{products}:n`, "of another type");
    await shop.withStores(async (stores) => {
      await expect(stores.counters.read("products", ["p:p-1"])).rejects.toMatchObject({
        code: "storage_failed",
        where: "REDIS_URL",
        hint: expect.stringMatching(/\w/) as string,
      });
    });
  }, 60_000);
});
