import { cacheRows, twinProducts, twins } from "../testing/catalog-caches.ts";
import { type FaultProxy, startFaultProxy } from "../testing/fault-proxy.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "../testing/live-elasticsearch.ts";
import { redisUrl } from "../testing/live-redis.ts";
import { type RealServer, startRealServer } from "../testing/real-server.ts";

// As in tenants-caches.test.ts; counters and sessions in Redis, everything else in Elasticsearch, and then without it.
const redis = redisUrl();
const prefix = drawPrefix();
let proxy: FaultProxy;
let server: RealServer;
let admin: string;

(redis === null ? describe.skip : describe)("of two catalogues with the same ids and words", () => {
  beforeAll(async () => {
    const [north, south] = twins;
    proxy = await startFaultProxy({ target: elasticsearchUrl() });
    server = await startRealServer({
      catalogs: { [north]: twinProducts(north), [south]: twinProducts(south) },
      environment: {
        ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: proxy.url, ELASTICSEARCH_PREFIX: prefix },
        ...{ REDIS_URL: redis!, WINNOW_SEARCH_DEADLINE_MS: "10000" },
      },
    });
    admin = (await server.issue({ scopes: ["admin"] })).secret;
  }, 120_000);
  afterAll(async () => {
    await proxy.set({ kind: "pass" });
    await server[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    await removeIndices(prefix);
  }, 60_000);

  it("each is told its own, whatever is kept of the other", async () => {
    for (const { cache, ask } of cacheRows(server, admin)) {
      for (const [name, other] of [twins, [...twins].reverse()] as const) {
        const text = await ask(name);
        expect([cache, name, text.includes(name), text.includes(other)]).toEqual([cache, name, true, false]);
      }
    }
  }, 90_000);

  it("each is answered what it was answered last while Elasticsearch is gone, and nothing where it never asked", async () => {
    const ask = async (name: string, q: string) => {
      const response = await fetch(`${server.url}/v1/search?catalog=${name}&q=${q}&sort=price:desc`);
      return { status: response.status, text: await response.text() };
    };
    for (const name of twins) expect((await ask(name, "lamp")).status).toBe(200);
    expect((await ask("north", "wide")).status).toBe(200);
    await proxy.set({ kind: "refuse" });
    for (const [name, other] of [twins, [...twins].reverse()] as const) {
      const { status, text } = await ask(name, "lamp");
      expect([status, text.includes(`${name}zebra`), text.includes(other)]).toEqual([200, true, false]);
    }
    expect((await ask("north", "wide")).status).toBe(200);
    expect((await ask("south", "wide")).status).toBe(503);
  }, 60_000);
});
