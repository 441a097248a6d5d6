import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openLog } from "../observe/log.ts";
import { adminKey, searchKey, startTestServer } from "../testing/harness.ts";

type Line = Readonly<Record<string, unknown>>;

/** What is logged while `work` asks, at this level. */
const logged = async (level: "info" | "debug", work: (url: string) => Promise<unknown>): Promise<readonly Line[]> => {
  const folder = mkdtempSync(join(tmpdir(), "winnow-log-"));
  const file = join(folder, "log");
  const fd = openSync(file, "w");
  const log = openLog(level, fd);
  {
    const svg = { status: 200, type: "text/css", body: "a{}", headers: { etag: '"1"' } };
    const web = { find: (path: string) => (path === "/assets/a.css" ? svg : null) };
    await using server = await startTestServer({ log, web, settings: { requireSearchKey: true } });
    await work(server.url);
  }
  log.flush();
  // A write may be under way. The file stays open, since the log may look at it once more.
  await sleep(300);
  const text = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true });
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
};

it("never logs a key, a header of one, or what was asked for, whether it went well or not", async () => {
  const wrongKey = "wk_admin_mistyped";
  const words = ["zebraword", "zebravalue", "zebrafield", "zebraid", "zebrabody", "zebraproduct"];
  const lines = await logged("info", async (url) => {
    const ask = (path: string, init: RequestInit = {}) => fetch(url + path, init);
    const bearer = { authorization: `Bearer ${adminKey}` };
    const typed = { ...bearer, "content-type": "application/json" };
    await ask("/v1/search?q=zebraword&filter.brand=zebravalue", { headers: { "x-api-key": searchKey } });
    await ask("/v1/search?q=zebraword", { headers: bearer });
    await ask("/v1/search?q=zebraword");
    await ask("/v1/search?q=zebraword", { headers: { authorization: `Bearer ${wrongKey}` } });
    await ask("/v1/search?q=zebraword&zebrafield=%ff", { headers: bearer });
    await ask("/v1/suggest?q=zebraword", { headers: bearer });
    await ask("/v1/facets?field=zebrafield&q=zebraword", { headers: bearer });
    await ask("/v1/search", { method: "POST", headers: typed, body: '{"q":"zebrabody"}' });
    await ask("/v1/search", { method: "POST", headers: typed, body: '{"q":"zebrabody",' });
    await ask("/v1/products/zebraid", { headers: bearer });
    await ask("/v1/products/zebraid", { method: "PUT", headers: typed, body: '{"title":"zebraproduct"}' });
    await ask("/zebraid/nowhere?key=" + wrongKey, { headers: { ...bearer, cookie: "session=zebravalue" } });
    await ask("/v1/keys", { method: "POST", headers: typed, body: '{"label":"zebrabody","scopes":["admin"]}' });
  });
  expect(lines).toHaveLength(13);
  const text = JSON.stringify(lines);
  for (const secret of [adminKey, searchKey, wrongKey, "wk_", "Bearer", "authorization", "cookie", ...words]) {
    expect([secret, text.includes(secret)]).toEqual([secret, false]);
  }
});

it("logs a line a search or write, with its route, status and time; pictures, files and probes only at debug", async () => {
  const all = async (url: string) => {
    const headers = { authorization: `Bearer ${adminKey}` };
    await fetch(`${url}/v1/search?q=lamp`, { headers });
    await fetch(`${url}/v1/products/a-1`, { method: "DELETE", headers });
    for (const path of ["/livez", "/readyz", "/metrics", "/assets/a.css", "/demo/pictures/lamp_red_blue_1.svg"]) {
      expect((await fetch(url + path)).status).toBe(200);
    }
  };
  const routes = (lines: readonly Line[]) =>
    lines.map(({ method, route, status }) => [method, route, status].join(" "));
  const lines = await logged("info", all);
  expect(routes(lines)).toEqual(["GET /v1/search 200", "DELETE /v1/products/{id} 200"]);
  expect(lines[0]).toMatchObject({
    request: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    trace: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    ms: expect.any(Number) as number,
  });
  expect(await logged("debug", all)).toHaveLength(7);
});
