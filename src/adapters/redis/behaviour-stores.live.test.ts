import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import { noonMs } from "../../ports/behaviour-builders.contract.ts";
import { counterStoreContract } from "../../ports/counter-store.contract.ts";
import { sessionStoreContract } from "../../ports/session-store.contract.ts";
import { drawRedisPrefix, redisUrl } from "../../testing/live-redis.ts";
import { counterCache } from "./counter-cache.ts";
import { openRedis } from "./open-redis.ts";

const url = redisUrl();
const now = () => noonMs;
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

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
  it("gives what others have counted within a moment, and in between what it knows without asking", async () => {
    const prefix = drawRedisPrefix();
    await using mine = await openRedis({ url, prefix, now });
    await using others = await openRedis({ url, prefix, now });
    const clicks = async () => (await mine.counters.read("shop", ["p:a"])).counters[0]!.get("C") ?? 0;
    expect(await clicks()).toBe(0);
    await others.counters.apply("shop", [{ key: "p:a", field: "C", by: 1 }], 0, 1);
    expect(await clicks()).toBe(0);
    await sleep(300);
    expect(await clicks()).toBe(1);
    // More steps than are remembered, and one that changes more than is listed.
    for (let step = 1; step < 130; step++) {
      const few = [{ key: `p:${step % 7 === 0 ? "a" : step}`, field: "C", by: 1 }];
      const many = Array.from({ length: 600 }, (_, i) => ({ key: i === 0 ? "p:a" : `p:m${i}`, field: "C", by: 1 }));
      await others.counters.apply("shop", step === 60 ? many : few, step, step + 1);
      if (step === 60) {
        await sleep(300);
        expect(await clicks()).toBe(10);
      }
    }
    await sleep(300);
    expect(await clicks()).toBe(20);
  });
  it(`is at all times what was added up, whoever adds, reads and begins anew (seed ${seed})`, async () => {
    const prefix = drawRedisPrefix();
    const random = seededRandom(seed);
    const pick = (count: number) => Math.floor(random() * count);
    await using one = await openRedis({ url, prefix, now });
    await using two = await openRedis({ url, prefix, now });
    const stores = [one.counters, two.counters] as const;
    const sums = new Map<string, number>();
    let sequence = 0;
    for (let step = 0; step < 400; step++) {
      const store = stores[pick(2)]!;
      const keys = Array.from({ length: 1 + pick(6) }, () => `p:${pick(12)}`);
      if (pick(40) === 0) {
        await store.reset("shop");
        sums.clear();
        sequence = 0;
      } else if (pick(2) === 0) {
        await store.sequence("shop");
        const by = pick(3) - 1;
        expect(await store.apply("shop", keys.map((key) => ({ key, field: "C", by })), sequence, sequence + 1)).toBe(true); // prettier-ignore
        for (const key of keys) sums.set(key, (sums.get(key) ?? 0) + by);
        sequence++;
      } else {
        expect(await store.sequence("shop")).toBe(sequence);
        const read = await store.read("shop", keys);
        expect(read.sequence).toBe(sequence);
        expect(read.counters.map((one) => one.get("C") ?? 0)).toEqual(keys.map((key) => sums.get(key) ?? 0));
      }
    }
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
    // The catalogue, its one entity, and its one step.
    const client = new Redis(url);
    expect(await client.keys(`${prefix}:*`)).toHaveLength(3);
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
  const counters = (count: number) => new Map([["C", count]]);
  cache.set("kept", counters(-1));
  for (let i = 0; i < 100; i++) {
    cache.set(`p:${i}`, counters(i));
    expect(cache.get("kept")?.get("C")).toBe(-1);
  }
  expect(Array.from({ length: 100 }, (_, i) => cache.get(`p:${i}`)).filter(Boolean).length).toBeLessThanOrEqual(10);
});

it("forgets what has changed on the way to a later version, and all where the way is not known", () => {
  const cache = counterCache(10);
  cache.follow(1, "v1", []);
  for (const key of ["a", "b", "c"]) cache.set(key, new Map());
  cache.follow(3, "v3", [["v0", "v1", ["c"]], ["v1", "v2", ["a"]], ["v2", "v3", ["never"]]]); // prettier-ignore
  expect(["a", "b", "c"].filter((key) => cache.get(key) !== undefined)).toEqual(["b", "c"]);
  cache.follow(5, "v5", [["v4", "v5", ["never"]]]);
  expect(cache.get("b")).toBeUndefined();
  cache.set("b", new Map());
  cache.follow(6, "v6", [["v5", "v6", null]]);
  expect(cache.get("b")).toBeUndefined();
  expect([cache.sequence, cache.version]).toEqual([6, "v6"]);
});

/** One that nobody listens on. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
