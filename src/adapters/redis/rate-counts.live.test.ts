import { Redis } from "ioredis";
import { createRateLimits } from "../../access/rate-limits.ts";
import { drawRedisPrefix, redisUrl } from "../../testing/live-redis.ts";
import { openRedis } from "./open-redis.ts";

const url = redisUrl();
const prefix = drawRedisPrefix();

(url === null ? describe.skip : describe)("rate counts in Redis", () => {
  it("are summed over processes, hold no address, and are forgotten", async () => {
    const now = Date.now;
    await using first = await openRedis({ url: url!, prefix, now });
    await using second = await openRedis({ url: url!, prefix, now });
    expect(await first.rates.add("7", new Map(Object.entries({ a: 3, b: 1 })), 120_000)).toEqual(
      new Map(Object.entries({ a: 3, b: 1 })),
    );
    expect(await second.rates.add("7", new Map([["a", 4]]), 120_000)).toEqual(new Map([["a", 7]]));
    expect(await second.rates.add("8", new Map([["a", 4]]), 120_000)).toEqual(new Map([["a", 4]]));
    using limits = createRateLimits({ shared: first.rates, secret: "s", now });
    for (let i = 0; i < 5; i++) limits.take("searches", "192.0.2.7", 1, 10);
    await new Promise((resolve) => setTimeout(resolve, 900));
    const redis = new Redis(url!);
    const keys = await redis.keys(`${prefix}:rates:*`);
    expect(keys.length).toBeGreaterThanOrEqual(3);
    for (const key of keys) {
      expect(JSON.stringify(await redis.hgetall(key))).not.toContain("192.0.2");
      expect(await redis.pttl(key)).toBeGreaterThan(60_000);
      expect(await redis.pttl(key)).toBeLessThanOrEqual(120_000);
    }
    await redis.del(...keys);
    redis.disconnect();
  });
});
