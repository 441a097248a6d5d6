import { setTimeout as sleep } from "node:timers/promises";
import { deriveKey } from "../testing/derive-key.ts";
import { type ServerBehindProxy, startServerBehindProxy } from "../testing/server-behind-proxy.ts";

// Keys lie in Elasticsearch: while it takes questions and never answers, a key is decided on within the request's own time.
const deadlineMs = 800;
const slackMs = 700;
let opened: ServerBehindProxy;
let proxy: ServerBehindProxy["proxy"];
let server: ServerBehindProxy["server"];

beforeAll(async () => {
  opened = await startServerBehindProxy({
    catalogs: { shop: [{ id: "1", title: "Red lamp" }] },
    environment: { WINNOW_REQUIRE_SEARCH_KEY: "true", WINNOW_SEARCH_DEADLINE_MS: String(deadlineMs) },
  });
  ({ server, proxy } = opened);
}, 120_000);
afterAll(() => opened[Symbol.asyncDispose](), 60_000);

const ask = async (path: string, key: string, init: RequestInit = {}) => {
  const fromMs = performance.now();
  const response = await fetch(server.url + path, {
    ...init,
    headers: { "x-api-key": key, ...(init.body !== undefined && { "content-type": "application/json" }) },
  });
  const body = (await response.json()) as { code?: string; degraded?: readonly string[] };
  return {
    ...body,
    status: response.status,
    retry: response.headers.get("retry-after"),
    ms: performance.now() - fromMs,
  };
};

it("answers a key it knows from before, and an unknown one with 503 in time and never 401, while the store hangs", async () => {
  const known = await server.issue();
  const admin = await server.issue({ scopes: ["admin"] });
  const late = await server.issue({ catalogs: ["shop"] });
  const narrow = deriveKey(known.id, known.secret, { filters: [], expires_at: "2099-01-01T00:00:00Z" });
  const lamp = "/v1/search?q=lamp&catalog=shop";
  for (const key of [known.secret, narrow]) expect((await ask(lamp, key)).status).toBe(200);
  expect((await ask(lamp, "wk_search_unknown")).status).toBe(401);
  await proxy.set({ kind: "black_hole" });
  await sleep(1100);

  const never = [
    await ask(`${lamp}&timeout_ms=150`, "wk_search_unknown"),
    await ask(lamp, `wk_derived_0123456789ab.e30.${"a".repeat(43)}`),
    await ask("/v1/search", "wk_search_unknown", { method: "POST", body: "{}" }),
    ...(await Promise.all(Array.from({ length: 20 }, () => ask(lamp, "wk_search_unknown")))),
  ];
  const told = ({ status, code }: (typeof never)[number]) => `${status} ${code ?? ""}`;
  expect(new Set(never.map(told))).toEqual(new Set(["503 deadline_exceeded"]));
  for (const { retry } of never) expect(Number(retry)).toBeGreaterThanOrEqual(1);
  expect(never[0]!.ms).toBeLessThan(150 + slackMs);
  for (const { ms } of never) expect(ms).toBeLessThan(deadlineMs + slackMs);

  // The last answer, or that there is none in time: whichever it is, the key has opened the door.
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push(await ask(lamp, i % 2 === 0 ? known.secret : narrow));
  expect(answers.at(-1)).toMatchObject({ status: 200, degraded: ["engine_unavailable"] });
  for (const { ms } of answers) expect(ms).toBeLessThan(deadlineMs + slackMs);
  // No search waits for its key: an admin's list of jobs asks nothing of Elasticsearch.
  const jobs = await ask("/v1/jobs", admin.secret);
  expect([jobs.status, jobs.ms < slackMs]).toEqual([200, true]);

  await proxy.set({ kind: "pass" });
  const backMs = performance.now();
  while ((await ask(lamp, late.secret)).status !== 200 && performance.now() - backMs < 15_000) await sleep(100);
  expect((await ask(lamp, late.secret)).status).toBe(200);
  while ((await ask(lamp, "wk_search_unknown")).status !== 401) await sleep(100);
  expect(performance.now() - backMs).toBeLessThan(15_000);
}, 60_000);
