import { deriveKey } from "../testing/derive-key.ts";
import { type ServerBehindProxy, startServerBehindProxy } from "../testing/server-behind-proxy.ts";
import { leaks, productsOf, type Tenant, tenants } from "../testing/tenants.ts";

// While Elasticsearch is gone, searches are answered with what they were answered last: by a cache that all tenants share.
let opened: ServerBehindProxy;
let proxy: ServerBehindProxy["proxy"];
let server: ServerBehindProxy["server"];
const keys: Record<string, string> = {};

beforeAll(async () => {
  const [acme, umbra, tyrell, weyland] = tenants;
  opened = await startServerBehindProxy({
    catalogs: {
      "acme-shop": productsOf(acme),
      "umbra-shop": productsOf(umbra),
      mall: [...productsOf(tyrell), ...productsOf(weyland)],
    },
    environment: { WINNOW_REQUIRE_SEARCH_KEY: "true", WINNOW_SEARCH_DEADLINE_MS: "5000" },
  });
  ({ server, proxy } = opened);
  const mall = await server.issue({ catalogs: ["mall"] });
  for (const { name, catalog } of tenants) {
    const claims = { filters: [{ field: "brand", in: [`${name}brand`] }], expires_at: "2099-01-01T00:00:00Z" };
    keys[name] =
      catalog === "mall"
        ? deriveKey(mall.id, mall.secret, claims)
        : (await server.issue({ catalogs: [catalog] })).secret;
  }
}, 120_000);
afterAll(() => opened[Symbol.asyncDispose](), 60_000);

const ask = async ({ name, catalog }: Tenant, path: string, post = false) => {
  const parameters = new URLSearchParams(path.split("?")[1]);
  const response = post
    ? await fetch(`${server.url}/v1/search`, {
        method: "POST",
        headers: { "x-api-key": keys[name]!, "content-type": "application/json" },
        body: JSON.stringify({ q: parameters.get("q"), catalog, facets: [{ field: "brand", size: 10 }] }),
      })
    : await fetch(`${server.url}${path}&catalog=${catalog}`, { headers: { "x-api-key": keys[name]! } });
  const text = await response.text();
  return { status: response.status, text, isOld: text.includes('"degraded":["engine_unavailable"]') };
};

/** The same words for all of them. */
const same = [
  "/v1/search?q=lamp&facets=brand,categories",
  "/v1/search?q=lamp+red&highlight=true&size=5",
  "/v1/search?q=lamp&sort=price:asc&page=2&size=10",
  // With a filter: without one the program itself has asked, as it started.
  "/v1/search?q=&filter.in_stock=true",
  "/v1/suggest?q=la",
  "/v1/facets?field=brand&q=lamp",
];

it("answers each tenant with its own last answers while Elasticsearch is gone, and never with another's", async () => {
  // Some have asked before, some have not: what one was answered is no answer for the other.
  const [acme, , tyrell] = tenants;
  for (const path of same) {
    for (const one of [acme, tyrell]) {
      const fresh = await ask(one, path);
      expect([path, one.name, fresh.status, leaks(one.name, path, fresh.text)]).toEqual([path, one.name, 200, []]);
    }
  }
  for (const one of [acme, tyrell]) expect((await ask(one, same[0]!, true)).status).toBe(200);

  await proxy.set({ kind: "refuse" });
  const old = new Map<string, number>();
  for (const path of same) {
    for (const one of tenants) {
      for (const post of path === same[0] ? [false, true] : [false]) {
        const answer = await ask(one, path, post);
        expect([path, one.name, leaks(one.name, path, answer.text)]).toEqual([path, one.name, []]);
        if (!answer.isOld) continue;
        expect(answer.text).toContain(one.name);
        old.set(one.name, (old.get(one.name) ?? 0) + 1);
      }
    }
  }
  // Who had asked is answered, and nobody else: no empty cache has made this pass.
  expect([...old.keys()].sort()).toEqual([acme.name, tyrell.name]);
  for (const count of old.values()) expect(count).toBeGreaterThanOrEqual(4);

  // When it is back, the others are answered with their own, and in the next outage as well.
  await proxy.set({ kind: "pass" });
  for (const one of tenants) {
    for (let i = 0; i < 100 && (await ask(one, same[0]!)).isOld; i++)
      await new Promise((next) => setTimeout(next, 100));
    for (let i = 0; i < 100 && (await ask(one, same[0]!)).status !== 200; i++)
      await new Promise((next) => setTimeout(next, 100));
  }
  await proxy.set({ kind: "refuse" });
  for (const one of tenants) {
    const answer = await ask(one, same[0]!);
    expect([answer.isOld, answer.text.includes(`${one.name}id-`)]).toEqual([true, true]);
    expect(leaks(one.name, "", answer.text)).toEqual([]);
  }
}, 120_000);
