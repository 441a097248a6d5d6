import { expectOwnAlone, twinProducts, twins } from "../testing/catalog-caches.ts";
import { redisUrl } from "../testing/live-redis.ts";
import { type ServerBehindProxy, startServerBehindProxy } from "../testing/server-behind-proxy.ts";

// As in tenants-caches.test.ts; counters and sessions in Redis, everything else in Elasticsearch, and then without it.
const redis = redisUrl();
let opened: ServerBehindProxy;
let proxy: ServerBehindProxy["proxy"];
let server: ServerBehindProxy["server"];
let admin: string;

(redis === null ? describe.skip : describe)("of two catalogues with the same ids and words", () => {
  beforeAll(async () => {
    const [north, south] = twins;
    opened = await startServerBehindProxy({
      catalogs: { [north]: twinProducts(north), [south]: twinProducts(south) },
      environment: { REDIS_URL: redis!, WINNOW_SEARCH_DEADLINE_MS: "10000" },
    });
    ({ server, proxy } = opened);
    admin = (await server.issue({ scopes: ["admin"] })).secret;
  }, 120_000);
  afterAll(() => opened[Symbol.asyncDispose](), 60_000);

  it("each is told its own, whatever is kept of the other", () => expectOwnAlone(server, admin), 90_000);

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
