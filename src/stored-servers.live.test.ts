import { openJobsSurface, openKeys } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import { redisUrl } from "./testing/live-redis.ts";
import { askStored, clicksOn, until } from "./testing/stored-calls.ts";
import { loadStoredServers, type StoredServers } from "./testing/stored-servers.ts";
import { startServerProcess } from "./testing/server-process.ts";
import { askAgain, countAnew, countedOf, expectModel, serveStored, wholeShown } from "./testing/stored-shop.ts";

const redis = redisUrl();

// What versions of winnow have left in Elasticsearch and Redis: testdata/stored/README.md.
(redis === null ? describe.skip.each : describe.each)(["elastic-0", "elastic-1"])("what %s has left", (version) => {
  let shop: StoredServers;
  beforeAll(async () => {
    shop = await loadStoredServers(version, redis!);
  }, 60_000);
  afterAll(() => shop[Symbol.asyncDispose](), 30_000);

  it("is opened: keys, a synonym, impressions, sessions, a model that serves or is refused, and what the log counts for", async () => {
    await shop.withStores(async (stores) => {
      expect((await openKeys(stores).list()).map(({ scopes }) => scopes)).toEqual([["admin"]]);
      expect(await stores.synonyms.count("products")).toMatchObject({ live: 1 });
      const { whole, lacking } = await wholeShown(stores);
      expect(whole).toBeGreaterThan(100);
      expect(lacking).toBe(0);
      const counted = await countedOf(stores);
      expect(counted.size).toBeGreaterThan(20);
      const held = await stores.sessions.read("products", shop.session);
      expect((held?.entries ?? []).map(({ type }) => type)).toContain("click");
      await expectModel(stores, shop.expected.model!);
      expect(await countAnew(stores, shop.expected.madeAtMs)).toEqual(counted);
    });
  }, 60_000);

  it("answers as it did", async () => {
    const running = await serveStored(readConfig(shop.environment), shop.expected.madeAtMs);
    try {
      const { answers } = shop.expected;
      expect(await askAgain(running.server.url, answers)).toEqual(answers);
    } finally {
      await running.stop();
    }
  }, 60_000);

  it("goes on: the job that waited is done, a click counts on top, a write is found", async () => {
    const server = await startServerProcess(shop.environment);
    const ask = askStored(server.url, shop.expected.adminKey);
    try {
      await ask("/v1/products/fresh", "PUT", { title: "fresh enamel mug", price: 3 });
      await shop.withStores(async (stores) => {
        await until(async () => {
          const { hits } = (await ask("/v1/search?q=fresh+mug")) as { hits: readonly { id: string }[] };
          return hits.some(({ id }) => id === "fresh");
        });
        const before = await clicksOn(stores, "p-1");
        const event = { type: "click", user: "u-new", session: "s-new", product: "p-1", position: 1 };
        await ask("/v1/events", "POST", { events: [event] });
        await until(async () => (await clicksOn(stores, "p-1")) > before);
        await using jobs = await openJobsSurface(readConfig(shop.environment), stores);
        await until(async () => {
          const { jobs: all } = await jobs.list({ name: "fold_events", limit: 100 });
          return all.length > 0 && all.every(({ state }) => state === "done");
        });
      });
    } finally {
      await server.end("SIGTERM");
    }
  }, 90_000);
});
