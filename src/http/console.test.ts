import { setTimeout as sleep } from "node:timers/promises";
import { createRateLimits } from "../access/rate-limits.ts";
import type { RateCounts } from "../ports/rate-counts.ts";
import { adminKey, fakeShop, narrowKey, searchKey, startTestServer, type TestServer } from "../testing/harness.ts";

let server: TestServer;
let keyIds = ["k1", "k2", "k3"];
beforeEach(async () => {
  keyIds = ["k1", "k2", "k3"];
  const has = (id: string) => Promise.resolve(keyIds.includes(id));
  server = await startTestServer({ shop: { keys: { ...fakeShop().keys, has } } });
});
afterEach(() => server[Symbol.asyncDispose]());

const own = () => ({ origin: server.url, "content-type": "application/json" });
const login = (key: string, headers: Readonly<Record<string, string>> = own()) =>
  fetch(`${server.url}/console/login`, { method: "POST", headers, body: JSON.stringify({ key }) });

const signIn = async (key = adminKey) => {
  const response = await login(key);
  const { csrf } = (await response.json()) as { csrf: string };
  const set = response.headers.get("set-cookie")!;
  return { csrf, set, cookie: set.split(";", 1)[0]! };
};
const status = async (path: string, init: RequestInit = {}) => (await fetch(server.url + path, init)).status;
const session = async (cookie: string) =>
  (await (await fetch(`${server.url}/console/session`, { headers: { cookie } })).json()) as { signed_in: boolean };

it("gives a cookie that no script reads and no other site sends, and never the key", async () => {
  const { set, csrf } = await signIn();
  expect(set).toMatch(/^winnow_console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
  expect(csrf).toMatch(/^[\w-]{32}$/);
  expect(set).not.toContain(adminKey);
});

it("marks the cookie secure behind a proxy that speaks https, and only believes it where it is trusted", async () => {
  await using behind = await startTestServer({ settings: { trustProxy: true } });
  const headers = { "content-type": "application/json", "x-forwarded-proto": "https" };
  const body = JSON.stringify({ key: adminKey });
  const ask = (url: string) => fetch(`${url}/console/login`, { method: "POST", headers, body });
  expect((await ask(behind.url)).headers.get("set-cookie")).toMatch(/; Secure$/);
  expect((await ask(server.url)).headers.get("set-cookie")).not.toMatch(/Secure/);
});

it.each(["wk_admin_wrong", searchKey])("does not let %s in", async (key) => {
  const response = await login(key);
  expect(response.status).toBe(401);
  expect(response.headers.get("set-cookie")).toBeNull();
});

it("lets an address wait after ten wrong keys, also with the right one", async () => {
  for (let i = 0; i < 10; i++) expect((await login(`wk_admin_${i}`)).status).toBe(401);
  const response = await login(adminKey);
  expect(response.status).toBe(429);
  const wait = Number(response.headers.get("retry-after"));
  expect([wait > 0, wait <= 900]).toEqual([true, true]);
});

it("lets it wait at every process once ten wrong keys have come to them together", async () => {
  const sums = new Map<string, number>();
  const shared: RateCounts = {
    add: (window, points) => {
      for (const [name, count] of points) sums.set(`${window} ${name}`, (sums.get(`${window} ${name}`) ?? 0) + count);
      return Promise.resolve(new Map([...points.keys()].map((name) => [name, sums.get(`${window} ${name}`)!])));
    },
  };
  const ratesOf = () => createRateLimits({ shared, secret: "s", now: () => 900_000 });
  using first = ratesOf();
  using second = ratesOf();
  await using one = await startTestServer({ settings: { rates: first } });
  await using other = await startTestServer({ settings: { rates: second } });
  const wrong = async (url: string) => {
    const body = JSON.stringify({ key: "wk_admin_wrong" });
    const headers = { "content-type": "application/json" };
    return (await fetch(`${url}/console/login`, { method: "POST", headers, body })).status;
  };
  for (let i = 0; i < 9; i++) expect(await wrong(one.url)).toBe(401);
  expect(await wrong(other.url)).toBe(401);
  // Half a second later each has told of its own and heard of the other's.
  for (let i = 0; i < 30 && (await wrong(other.url)) !== 429; i++) await sleep(100);
  expect(await wrong(other.url)).toBe(429);
  expect([...sums.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(19);
});

it.each([
  ["another origin", { origin: "https://evil.example" }],
  ["a sandboxed page", { origin: "null" }],
  ["a site beside ours, by its own word", { "sec-fetch-site": "same-site" }],
])("does not let %s sign in", async (_, headers) => {
  expect((await login(adminKey, { "content-type": "application/json", ...headers })).status).toBe(403);
});

it("knows who is signed in, until they sign out", async () => {
  const { cookie, csrf } = await signIn();
  expect(await session(cookie)).toMatchObject({ signed_in: true, csrf, catalogs: null });
  expect(await session("winnow_console=nonsense")).toEqual({ signed_in: false });
  const headers = { cookie, "x-winnow-csrf": csrf, origin: server.url };
  const out = await fetch(`${server.url}/console/logout`, { method: "POST", headers });
  expect([out.status, out.headers.get("set-cookie")]).toEqual([
    200,
    expect.stringMatching(/^winnow_console=;.*Max-Age=0/),
  ]);
  expect(await session(cookie)).toEqual({ signed_in: false });
});

it("ends with the key that began it", async () => {
  const { cookie } = await signIn();
  keyIds = ["k2"];
  expect(await session(cookie)).toEqual({ signed_in: false });
  keyIds = ["k1"];
  expect(await session(cookie)).toEqual({ signed_in: false });
});

describe("a session", () => {
  const read = "/v1/traffic";
  const change = "/console/logout";

  it("opens what the console shows, with neither key nor origin", async () => {
    const { cookie } = await signIn();
    expect(await status(read, { headers: { cookie } })).toBe(200);
    expect(await status(read, { headers: { cookie, origin: server.url } })).toBe(200);
    expect(await status(read)).toBe(401);
    expect(await status(read, { headers: { cookie: "winnow_console=" } })).toBe(401);
  });

  it("does not open what the console does not need: keys, products, imports", async () => {
    const { cookie, csrf } = await signIn();
    const headers = { cookie, "x-winnow-csrf": csrf, "content-type": "application/json" };
    expect(await status("/v1/keys", { headers })).toBe(401);
    expect(await status("/v1/keys", { method: "POST", headers, body: '{"label":"x","scopes":["admin"]}' })).toBe(401);
    expect(await status("/v1/products/a-1", { method: "DELETE", headers })).toBe(401);
  });

  it("changes nothing without its token, nor for a page of elsewhere", async () => {
    const { cookie, csrf } = await signIn();
    const post = (headers: Readonly<Record<string, string>>) => status(change, { method: "POST", headers });
    expect(await post({ cookie })).toBe(403);
    expect(await post({ cookie, "x-winnow-csrf": `${csrf}x` })).toBe(403);
    expect(await post({ cookie, "x-winnow-csrf": (await signIn()).csrf })).toBe(403);
    expect(await post({ cookie, "x-winnow-csrf": csrf, origin: "https://evil.example" })).toBe(403);
    expect(await post({ cookie, "x-winnow-csrf": csrf, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await post({ cookie, "x-winnow-csrf": csrf, origin: server.url })).toBe(200);
  });

  it("reaches the catalogues of its key and no others", async () => {
    const { cookie } = await signIn(narrowKey);
    expect(await status(`${read}?catalog=products`, { headers: { cookie } })).toBe(200);
    expect(await status(`${read}?catalog=other`, { headers: { cookie } })).toBe(403);
  });

  it("does not make a key welcome that comes with a browser's origin", async () => {
    const headers = { authorization: `Bearer ${adminKey}`, origin: server.url };
    expect(await status(read, { headers })).toBe(403);
  });
});
