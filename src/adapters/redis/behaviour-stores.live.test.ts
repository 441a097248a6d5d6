import { createServer } from "node:net";
import { Redis } from "ioredis";
import { noonMs } from "../../ports/behaviour-builders.contract.ts";
import { counterStoreContract } from "../../ports/counter-store.contract.ts";
import { sessionStoreContract } from "../../ports/session-store.contract.ts";
import { drawRedisPrefix, redisUrl } from "../../testing/live-redis.ts";
import { counterCache } from "./counter-cache.ts";
import { openRedis } from "./open-redis.ts";

const url = redisUrl();
const now = () => noonMs;

if (url === null) {
  it.skip("is held to its contracts on a real Redis", () => undefined);
} else {
  counterStoreContract("Redis", async () => {
    const prefix = drawRedisPrefix();
    return [(await openRedis({ url, prefix, now })).counters, (await openRedis({ url, prefix, now })).counters];
  });

  sessionStoreContract("Redis", async () => {
    let nowMs = noonMs;
    const { sessions } = await openRedis({ url, prefix: drawRedisPrefix(), now: () => nowMs });
    return { store: sessions, advance: (ms) => (nowMs += ms) };
  });

  it("reads thousands of entities of one catalogue in one go, those that changed anew and the others as they were", async () => {
    await using stores = await openRedis({ url, prefix: drawRedisPrefix(), now });
    const keys = Array.from({ length: 3500 }, (_, i) => `p:${i}`);
    await stores.counters.apply("shop", keys.map((key, i) => ({ key, field: "C", by: i + 1 })), 0, 1); // prettier-ignore
    const before = (await stores.counters.read("shop", keys)).counters;
    expect(before.map((one) => one.get("C"))).toEqual(keys.map((_, i) => i + 1));
    await stores.counters.apply("shop", [{ key: "p:2001", field: "C", by: 1 }], 1, 2);
    const after = await stores.counters.read("shop", keys);
    expect(after.sequence).toBe(2);
    expect(keys.filter((_, i) => after.counters[i] !== before[i])).toEqual(["p:2001"]);
    const [one, two] = await Promise.all([stores.counters.read("shop", keys), stores.counters.read("shop", keys)]);
    expect(one.counters.every((counters, i) => counters === two.counters[i])).toBe(true);
  });
  it("leaves nothing of what was reset, however much it was", async () => {
    const prefix = drawRedisPrefix();
    await using stores = await openRedis({ url, prefix, now });
    await stores.counters.apply("shop", Array.from({ length: 30_000 }, (_, i) => ({ key: `p:${i}`, field: "C", by: 1 })), 0, 1); // prettier-ignore
    await stores.counters.read("shop", ["p:1"]);
    await stores.counters.reset("shop");
    await stores.counters.apply("shop", [{ key: "p:1", field: "C", by: 5 }], 0, 1);
    expect((await stores.counters.read("shop", ["p:1", "p:2"])).counters).toEqual([new Map([["C", 5]]), new Map()]);
    expect((await stores.counters.entities("shop", null)).entities).toHaveLength(1);
    // The catalogue, and its one entity.
    const client = new Redis(url);
    expect(await client.keys(`${prefix}:*`)).toHaveLength(2);
    await client.quit();
  });
}

it("fails at once where there is no Redis, and says where to look", async () => {
  await using stores = await openRedis({ url: `redis://127.0.0.1:${await freePort()}`, prefix: "x", now });
  const from = performance.now();
  const failure = { code: "engine_unavailable", where: "REDIS_URL" };
  await expect(stores.counters.read("shop", ["p:a"])).rejects.toMatchObject(failure);
  await expect(stores.sessions.read("shop", "s")).rejects.toMatchObject(failure);
  expect(performance.now() - from).toBeLessThan(500);
});

it("keeps so many entities and no more, those asked for staying", () => {
  const cache = counterCache(10);
  const known = (version: string) => ({ version, counters: new Map() });
  cache.set("kept", known("kept"));
  for (let i = 0; i < 100; i++) {
    cache.set(`p:${i}`, known(`${i}`));
    expect(cache.get("kept")?.version).toBe("kept");
  }
  expect(Array.from({ length: 100 }, (_, i) => cache.get(`p:${i}`)).filter(Boolean).length).toBeLessThanOrEqual(10);
});

/** One that nobody listens on. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
