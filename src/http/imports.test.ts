import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openKeys, openStores, type Running, serve } from "../compose.ts";
import { readConfig } from "../config/config.ts";
import { silentLog } from "../observe/log.ts";
import { createReport } from "../observe/report.ts";

// The whole program over its real store: what `POST /v1/imports` does to searches.
let folder: string;
let running: Running;
let key: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "winnow-imports-"));
  const config = readConfig({ PORT: "0", WINNOW_DATA: folder, WINNOW_LINGER_MS: "0", WINNOW_DRAIN_MS: "500" });
  const stores = await openStores(config);
  const scopes = ["admin" as const];
  key = (await openKeys(stores).issue({ label: "test", scopes, catalogs: null, expiresInDays: null })).secret;
  running = await serve(config, { stores, report: createReport(silentLog), version: "test" });
  await running.retrieval.refresh("products");
}, 30_000);
afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

const csv = (...titles: readonly string[]) =>
  Buffer.from("id,title,price\n" + titles.map((title, i) => `p${i},${title},${i + 1}.50\n`).join(""));

const send = async (body: Buffer, parameters = "", headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(`${running.server.url}/v1/imports${parameters}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: new Uint8Array(body),
  });
  return {
    status: response.status,
    replayed: response.headers.get("idempotent-replayed"),
    body: (await response.json()) as Record<string, unknown>,
  };
};

const get = async (path: string) => {
  const response = await fetch(running.server.url + path, { headers: { authorization: `Bearer ${key}` } });
  return (await response.json()) as Record<string, unknown>;
};

/** Titles of all that can be found, once the index has taken in what the store holds. */
const found = async (): Promise<readonly string[]> => {
  await running.retrieval.refresh("products");
  const { hits } = (await get("/v1/search?q=&size=100")) as { hits: { product: { title: string } }[] };
  return hits.map(({ product }) => product.title).sort();
};

it("makes a CSV the catalogue, and its next version changes only what changed", async () => {
  const first = await send(csv("Red lamp", "Blue lamp", "Green lamp"));
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    state: "done",
    read: 3,
    rejected: 0,
    counts: { created: 3, updated: 0, unchanged: 0, deleted: 0 },
  });
  expect(await found()).toEqual(["Blue lamp", "Green lamp", "Red lamp"]);
  const second = await send(csv("Red lamp", "Yellow lamp"));
  expect(second.body["counts"]).toEqual({ created: 0, updated: 1, unchanged: 1, deleted: 1 });
  expect(await found()).toEqual(["Red lamp", "Yellow lamp"]);
  expect(await get(`/v1/imports/${String(second.body["id"])}`)).toEqual(second.body);
});

it("reads a gzipped file by its content, keeping what is missing where asked to", async () => {
  await send(csv("Red lamp", "Blue lamp"));
  const { status, body } = await send(gzipSync(csv("Grey lamp")), "?keep_missing=true&price_unit=minor&currency=EUR");
  expect([status, body["counts"]]).toEqual([201, { created: 0, updated: 1, unchanged: 0, deleted: 0 }]);
  expect(await found()).toEqual(["Blue lamp", "Grey lamp"]);
});

it("does an import once a key: the second answer is the first one's record, and nothing changes", async () => {
  const headers = { "idempotency-key": "night-1" };
  const first = await send(csv("Red lamp"), "", headers);
  expect([first.status, first.replayed]).toEqual([201, null]);
  const again = await send(csv("Another lamp"), "", headers);
  expect([again.status, again.replayed]).toEqual([200, "true"]);
  expect(again.body).toEqual(first.body);
  expect(await found()).toEqual(["Red lamp"]);
  const { imports } = (await get("/v1/imports")) as { imports: { id: string }[] };
  expect(imports.filter(({ id }) => id === first.body["id"])).toHaveLength(1);
});

it.each<[string, Buffer]>([
  ["that is no list of products", Buffer.from([0, 1, 2, 255, 254])],
  ["that is empty", Buffer.alloc(0)],
  ["whose gzip breaks off", gzipSync(csv(...Array.from({ length: 500 }, (_, i) => `Lamp ${i}`))).subarray(0, 300)],
  ["of bad lines, mostly", Buffer.from("id,title\n" + "x\n,\n,no id\n".repeat(20) + "p1,Good\n")],
])("keeps what was live when a file comes %s", async (_, body) => {
  await send(csv("Red lamp", "Blue lamp"));
  const answer = await send(body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body["code"]).toBe("invalid_file");
  expect(await found()).toEqual(["Blue lamp", "Red lamp"]);
});
