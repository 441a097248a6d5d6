import { adminKey, fakeShop, startTestServer, type TestServer } from "../testing/harness.ts";
import type { Route } from "./route.ts";

// Every route that changes something and can be called with the console's cookie, from the table the router reads. A new
// one is tested with the rest at once; it is to be named here so that somebody has thought of it.
const expected = [
  "POST /console/logout",
  "POST /v1/enrichments/revert",
  "POST /v1/enrichments/{product}/accept",
  "POST /v1/enrichments/{product}/refuse",
  "POST /v1/enrichments/{product}/revert",
  "POST /v1/jobs",
  "POST /v1/jobs/{id}/cancel",
  "POST /v1/jobs/{id}/retry",
  "POST /v1/models/rollback",
  "POST /v1/models/train",
  "POST /v1/models/{version}/promote",
  "POST /v1/synonyms",
  "POST /v1/synonyms/{id}/accept",
  "POST /v1/synonyms/{id}/edit",
  "POST /v1/synonyms/{id}/refuse",
  "POST /v1/synonyms/{id}/reopen",
  "POST /v1/synonyms/{id}/retire",
];

let server: TestServer;
let writes: readonly Route[];
const session = { cookie: "", csrf: "" };

const signIn = async () => {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ key: adminKey });
  const response = await fetch(`${server.url}/console/login`, { method: "POST", headers, body });
  const { csrf } = (await response.json()) as { csrf: string };
  return { cookie: response.headers.get("set-cookie")!.split(";", 1)[0]!, csrf };
};

beforeAll(async () => {
  server = await startTestServer({ shop: { keys: fakeShop().keys } });
  const isConsoles = ({ console, path }: Route) => console === true || path.startsWith("/console/");
  writes = server.routes.filter((route) => route.method !== "GET" && isConsoles(route));
  Object.assign(session, await signIn());
});
afterAll(() => server[Symbol.asyncDispose]());

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/** What is answered, and why it was refused if it was for what its headers said. */
const send = async (route: Route, headers: Readonly<Record<string, string>>) => {
  const response = await fetch(server.url + route.path.replaceAll(/\{\w+\}/g, "m-0123456789ab"), {
    method: route.method,
    headers: { "content-type": route.doc.body?.type ?? "application/json", ...headers },
    body: route.method === "DELETE" || route.doc.body === undefined ? null : "{}",
  });
  const { where = "" } = (await response.json().catch(() => ({}))) as { where?: string };
  return `${response.status} ${where}`;
};

it("knows every write that the console's cookie opens, and signing in", () => {
  expect(new Set(writes.map(nameOf))).toEqual(new Set([...expected, "POST /console/login"]));
});

it.each(expected)(
  "%s: is refused without the session's token, with another's, and for a page of elsewhere",
  async (name) => {
    const route = writes.find((one) => nameOf(one) === name)!;
    const { cookie, csrf } = session;
    const others = await signIn();
    const token = { cookie, "x-winnow-csrf": csrf };
    for (const headers of [{ cookie }, { cookie, "x-winnow-csrf": "" }, { cookie, "x-winnow-csrf": others.csrf }]) {
      expect(await send(route, headers)).toBe("403 x-winnow-csrf");
      expect(await send(route, { ...headers, origin: server.url })).toBe("403 x-winnow-csrf");
    }
    for (const elsewhere of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: server.url.replace(/\d+$/, "1") },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: server.url },
    ]) {
      expect(await send(route, { ...token, ...elsewhere })).toBe("403 origin");
    }
    // With all that is asked for it gets through to what it is about; last, since one of them ends the session.
    const own = await signIn();
    const allowed = await send(route, { cookie: own.cookie, "x-winnow-csrf": own.csrf, origin: server.url });
    expect(allowed).not.toMatch(/^(401|403)/);
  },
);

it("signing in, which has no token yet, is refused for a page of elsewhere", async () => {
  const login = writes.find(({ path }) => path === "/console/login")!;
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }]) {
    expect(await send(login, headers as Record<string, string>)).toBe("403 origin");
  }
});
