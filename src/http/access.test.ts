import { deriveKey } from "../testing/derive-key.ts";
import { type Operation, readOperations, type RealServer, startRealServer } from "../testing/real-server.ts";

/** What a route is for; what is neither an admin's nor named here is a search. */
const open = [
  "GET /livez",
  "GET /readyz",
  "GET /metrics",
  "GET /openapi.json",
  "GET /demo/pictures/{name}.svg",
  "GET /console/session",
  "POST /console/login",
  "POST /console/logout",
];
const events = ["POST /v1/events"];

const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
const classOf = (operation: Operation) =>
  operation.needsAdmin
    ? "admin"
    : open.includes(nameOf(operation))
      ? "open"
      : events.includes(nameOf(operation))
        ? "events"
        : "search";

type Refusal = 401 | 403 | null;

/** Null lets it through. For `search`, `events` and `admin` routes; open ones let everybody through. */
const expected: Readonly<Record<string, readonly [search: Refusal, events: Refusal, admin: Refusal]>> = {
  none: [401, 401, 401],
  malformed: [401, 401, 401],
  basic: [401, 401, 401],
  unknown: [401, 401, 401],
  expired: [401, 401, 401],
  revoked: [401, 401, 401],
  search: [null, 403, 403],
  events: [403, null, 403],
  admin: [null, null, null],
  derived: [null, 403, 403],
  "derived, expired": [401, 401, 401],
  "derived, tampered": [401, 401, 401],
  "derived from an admin's": [401, 401, 401],
  "search, of another catalogue": [403, 403, 403],
  "events, of another catalogue": [403, 403, 403],
  "admin, of another catalogue": [403, 403, 403],
  "admin, from a browser": [403, 403, 403],
  "none, from a browser": [401, 401, 403],
};

/** What an admin of another catalogue may call: it answers with what is theirs. */
const narrowed = ["GET /v1/catalogs", "GET /v1/imports/{id}"];

let server: RealServer;
let operations: readonly Operation[];
const heads: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  server = await startRealServer({
    catalogs: { products: [{ id: "a-1", title: "Lamp", brand: "Acme", price: 1, currency: "EUR" }], other: [] },
    // Behind a proxy, so that each request may come from an address of its own: wrong keys are counted by address.
    environment: { WINNOW_REQUIRE_SEARCH_KEY: "true", WINNOW_TRUST_PROXY: "true" },
  });
  operations = await readOperations(server.url);
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const [search, admin] = [await server.issue(), await server.issue({ scopes: ["admin"] })];
  const claims = { filters: [{ field: "brand", in: ["Acme"] }], expires_at: "2099-01-01T00:00:00Z" };
  const derived = deriveKey(search.id, search.secret, claims);
  const revoked = await server.issue({ scopes: ["admin"] });
  await server.stores.keys.remove(revoked.id);
  const expired = await server.issue({ scopes: ["admin"], expiresInDays: 1e-9 });
  const elsewhere = (scope: "search" | "events" | "admin") => server.issue({ scopes: [scope], catalogs: ["other"] });
  Object.assign(heads, {
    none: {},
    malformed: { authorization: "Bearer", "x-api-key": "" },
    basic: { authorization: `Basic ${Buffer.from(`admin:${admin.secret}`).toString("base64")}` },
    unknown: bearer("wk_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    expired: bearer(expired.secret),
    revoked: bearer(revoked.secret),
    search: bearer(search.secret),
    events: bearer((await server.issue({ scopes: ["events"] })).secret),
    admin: { "x-api-key": admin.secret },
    derived: bearer(derived),
    "derived, expired": bearer(deriveKey(search.id, search.secret, { ...claims, expires_at: "2020-01-01T00:00:00Z" })),
    "derived, tampered": bearer(derived.replace(/.$/, (last) => (last === "A" ? "B" : "A"))),
    "derived from an admin's": bearer(deriveKey(admin.id, admin.secret, claims)),
    "search, of another catalogue": bearer((await elsewhere("search")).secret),
    "events, of another catalogue": bearer((await elsewhere("events")).secret),
    "admin, of another catalogue": bearer((await elsewhere("admin")).secret),
    "admin, from a browser": { ...bearer(admin.secret), origin: "https://shop.example" },
    "none, from a browser": { origin: "https://shop.example" },
  });
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const values: Readonly<Record<string, string>> = { q: "lamp", product: "a-1", field: "brand" };
let calls = 0;

const ask = async (operation: Operation, kind: string): Promise<number> => {
  calls += 1;
  // Who is let through must not take the catalogue away from the others.
  const name = kind === "admin" ? "nowhere" : "products";
  const path = operation.path
    .replace("{name}", name)
    .replace("{version}", "m-0123456789ab")
    .replaceAll(/\{\w+\}/g, "a-1");
  const query = new URLSearchParams(operation.required.map((one): [string, string] => [one, values[one]!])).toString();
  const told = { events: [{ type: "click", query_id: "0".repeat(32), product: "a-1" }] };
  const body = operation.bodyType === null ? null : JSON.stringify(events.includes(nameOf(operation)) ? told : {});
  const response = await fetch(`${server.url}${path}?${query}`, {
    method: operation.method,
    headers: {
      ...heads[kind],
      "x-forwarded-for": `10.0.${calls >> 8}.${calls & 255}`,
      ...(operation.bodyType === null ? {} : { "content-type": operation.bodyType }),
    },
    body,
  });
  await response.arrayBuffer();
  return response.status;
};

it.each(Object.keys(expected))("lets %s through exactly where it may go, on every route there is", async (kind) => {
  const [search, told, admin] = expected[kind]!;
  const refusals = { search, events: told, admin, open: null };
  const found: [string, Refusal][] = [];
  const wanted: [string, Refusal][] = [];
  for (const operation of operations) {
    const status = await ask(operation, kind);
    expect([nameOf(operation), status < 500]).toEqual([nameOf(operation), true]);
    found.push([nameOf(operation), status === 401 || status === 403 ? status : null]);
    const isNarrowed = kind === "admin, of another catalogue" && narrowed.includes(nameOf(operation));
    // Signing in has keys of its own, and is done from our own page only.
    const isLogin = nameOf(operation) === "POST /console/login" && kind.endsWith("from a browser");
    wanted.push([nameOf(operation), isLogin ? 403 : isNarrowed ? null : refusals[classOf(operation)]]);
  }
  expect(found).toEqual(wanted);
  expect(
    operations
      .filter((one) => classOf(one) === "open")
      .map(nameOf)
      .sort(),
  ).toEqual([...open].sort());
});

it("tells an admin of some catalogues of those alone", async () => {
  const answer = await fetch(`${server.url}/v1/catalogs`, { headers: heads["admin, of another catalogue"]! });
  expect(await answer.json()).toEqual({ catalogs: [expect.objectContaining({ name: "other" })] });
});

it("refuses an admin key from a browser also where searching needs no key", async () => {
  await using shop = await startRealServer({ catalogs: { products: [] } });
  const { secret } = await shop.issue({ scopes: ["admin"] });
  const asked = (headers: Record<string, string>) => fetch(`${shop.url}/v1/search`, { headers });
  expect((await asked({ origin: "https://shop.example" })).status).toBe(200);
  expect((await asked({ "x-api-key": secret })).status).toBe(200);
  expect((await asked({ "x-api-key": secret, origin: "https://shop.example" })).status).toBe(403);
});
