import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJobsSurface, openKeys, openStores } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import type { Stores } from "./open-engine.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "./testing/live-elasticsearch.ts";
import { redisUrl } from "./testing/live-redis.ts";
import { loadElasticsearch, loadRedis } from "./testing/load-dumps.ts";
import { startServerProcess } from "./testing/server-process.ts";
import {
  askAgain,
  countAnew,
  countedOf,
  type Expected,
  expectModel,
  readExpected,
  readStored,
  serveStored,
  wholeShown,
} from "./testing/stored-shop.ts";

const redis = redisUrl();

// What versions of winnow have left in Elasticsearch and Redis: testdata/stored/README.md.
(redis === null ? describe.skip.each : describe.each)(["elastic-0", "elastic-1"])("what %s has left", (version) => {
  const prefix = drawPrefix();
  const name = randomBytes(9).toString("base64url");
  let expected: Expected;
  let session: string;
  let folder: string;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "winnow-stored-"));
    expected = await readExpected(version);
    const dumps = await Promise.all(
      ["elasticsearch", "redis"].map(async (server) => (await readStored(`${version}/${server}.ndjson`)).toString()),
    );
    const [indices, keys] = dumps as [string, string];
    // The shop's name in Redis, which is drawn at its first start.
    const named = /"(winnow:([\w-]{12}):)/.exec(keys)![2]!;
    session = /:s:([\w-]+)"/.exec(keys)![1]!;
    await loadElasticsearch(indices.replaceAll(named, name), elasticsearchUrl(), prefix);
    await loadRedis(keys, redis!, named, name);
    environment = {
      ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
      ...{ REDIS_URL: redis!, WINNOW_DATA: folder, PORT: "0", LOG_LEVEL: "silent" },
      // A busy machine is not what is tested here.
      ...{ WINNOW_SEARCH_DEADLINE_MS: "30000", WINNOW_RESCORE_BUDGET_MS: "5000" },
    };
  }, 60_000);
  afterAll(async () => {
    await removeIndices(prefix);
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  const withStores = async (work: (stores: Stores) => Promise<void>): Promise<void> => {
    const stores = await openStores(readConfig(environment), "products", () => expected.madeAtMs);
    try {
      await work(stores);
    } finally {
      await stores.close();
    }
  };

  it("is opened: keys, a synonym, impressions, sessions, a model that serves or is refused, and what the log counts for", async () => {
    await withStores(async (stores) => {
      expect((await openKeys(stores).list()).map(({ scopes }) => scopes)).toEqual([["admin"]]);
      expect(await stores.synonyms.count("products")).toMatchObject({ live: 1 });
      const { whole, lacking } = await wholeShown(stores);
      expect(whole).toBeGreaterThan(100);
      expect(lacking).toBe(0);
      const counted = await countedOf(stores);
      expect(counted.size).toBeGreaterThan(20);
      const held = await stores.sessions.read("products", session);
      expect((held?.entries ?? []).map(({ type }) => type)).toContain("click");
      await expectModel(stores, expected.model!);
      expect(await countAnew(stores, expected.madeAtMs)).toEqual(counted);
    });
  }, 60_000);

  it("answers as it did", async () => {
    const running = await serveStored(readConfig(environment), expected.madeAtMs);
    try {
      expect(await askAgain(running.server.url, expected.answers)).toEqual(expected.answers);
    } finally {
      await running.stop();
    }
  }, 60_000);

  it("goes on: the job that waited is done, a click counts on top, a write is found", async () => {
    const server = await startServerProcess(environment);
    const headers = { ...browser, authorization: `Bearer ${expected.adminKey}`, "content-type": "application/json" };
    const ask = async (path: string, method = "GET", body?: object): Promise<unknown> => {
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await fetch(server.url + path, init);
      expect([path, response.status < 300]).toEqual([path, true]);
      return await response.json();
    };
    try {
      await ask("/v1/products/fresh", "PUT", { title: "fresh enamel mug", price: 3 });
      await withStores(async (stores) => {
        await until(async () => {
          const { hits } = (await ask("/v1/search?q=fresh+mug")) as { hits: readonly { id: string }[] };
          return hits.some(({ id }) => id === "fresh");
        });
        const before = await clicksOn(stores, "p-1");
        const event = { type: "click", user: "u-new", session: "s-new", product: "p-1", position: 1 };
        await ask("/v1/events", "POST", { events: [event] });
        await until(async () => (await clicksOn(stores, "p-1")) > before);
        await using jobs = await openJobsSurface(readConfig(environment), stores);
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

// What says it is a program is no shopper, and is not counted.
const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };

const clicksOn = async ({ counters }: Stores, product: string): Promise<number> => {
  const { counters: read } = await counters.read("products", [`p:${product}`]);
  return [...(read[0] ?? [])].reduce((sum, [, count]) => sum + count, 0);
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("It did not come about within 30 s.");
};
