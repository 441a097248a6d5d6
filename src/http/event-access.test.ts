import { startTestServer, type TestServer, type TestServerOptions } from "../testing/harness.ts";

const grants: Readonly<Record<string, "search" | "events" | "admin">> = { s: "search", e: "events", a: "admin" };
const keys: TestServerOptions["shop"] = {
  keys: {
    check: (secret) =>
      Promise.resolve(secret in grants ? { id: secret, scopes: [grants[secret]!], catalogs: ["products"] } : null),
    has: () => Promise.resolve(true),
    issue: () => Promise.reject(new Error("not asked for here")),
    list: () => Promise.resolve([]),
    remove: () => Promise.resolve(false),
  },
};
const events = [{ type: "view", user: "u", product: "a-1" }];
const tell = (server: TestServer, body: object, headers: Record<string, string> = {}, query = "") =>
  fetch(`${server.url}/v1/events${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

it("asks for a key for events where searches need one, in the head or in the body", async () => {
  await using server = await startTestServer({ shop: keys, settings: { requireSearchKey: true } });
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const statuses = [
    await tell(server, { events }),
    await tell(server, { events }, bearer("unknown")),
    await tell(server, { events }, bearer("s")),
    await tell(server, { events }, bearer("e")),
    await tell(server, { events }, bearer("a")),
    await tell(server, { events, key: "e" }),
    await tell(server, { events, key: "s" }),
    await tell(server, { events, key: "e" }, {}, "?catalog=other"),
  ].map(({ status }) => status);
  expect(statuses).toEqual([401, 401, 403, 200, 200, 200, 403, 403]);
  expect((await fetch(`${server.url}/v1/search?q=lamp`, { headers: bearer("e") })).status).toBe(403);
});

it("takes events without a key where searches need none", async () => {
  await using server = await startTestServer();
  expect((await tell(server, { events })).status).toBe(200);
});

it("says when one address tells too much, and goes on answering searches", async () => {
  await using server = await startTestServer({ settings: { eventsPerMinute: 20 } });
  const many = await Promise.all(Array.from({ length: 30 }, () => tell(server, { events })));
  const refused = many.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(10);
  expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await fetch(`${server.url}/v1/search?q=lamp`)).status).toBe(200);
});

it("counts a large body as the many events it may hold", async () => {
  await using server = await startTestServer({ settings: { eventsPerMinute: 20 } });
  const large = { events: [...events, { type: "view", user: "u", product: "a-1", note: "x".repeat(20_000) }] };
  expect((await tell(server, large)).status).toBe(429);
});

it("refuses at once what comes while as many calls as allowed are in work, and searches are not among them", async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const none = { accepted: 0, duplicates: 0, repeated: 0, rejected: [] };
  await using server = await startTestServer({
    shop: { events: { take: () => gate.then(() => none) } },
    settings: { eventsAtOnce: 3 },
  });
  const waiting = Array.from({ length: 8 }, () => tell(server, { events }));
  const first = await Promise.race(waiting);
  expect(first.status).toBe(503);
  expect((await fetch(`${server.url}/v1/search?q=lamp`)).status).toBe(200);
  release();
  const statuses = (await Promise.all(waiting)).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 200, 200, 503, 503, 503, 503, 503]);
});
