import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { startTestServer, type TestServer } from "../testing/harness.ts";
import { readWebFiles } from "./web.ts";

const page = `<!doctype html><title>Shop</title>${"<p>lamp</p>".repeat(200)}`;
let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "winnow-web-"));
  mkdirSync(join(folder, "web", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "web", "index.html"), page);
  writeFileSync(join(folder, "web", "assets", "main-Ab12Cd34.js"), "export {};");
  writeFileSync(join(folder, "web", "assets", "plain.css"), "a{}");
  mkdirSync(join(folder, "web", "console"));
  writeFileSync(join(folder, "web", "console", "index.html"), page.replace("Shop", "Console"));
  writeFileSync(join(folder, "web", "winnow-events.js"), "0;");
  server = await startTestServer({ web: (await readWebFiles(join(folder, "web")))! });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(server.url + path, { headers });

it.each(["/", "/index.html", "/p/some-product", "/search/a/b"])("shows the page at %s", async (path) => {
  const response = await get(path, { accept: "text/html" });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-cache");
  expect(await response.text()).toBe(page);
});

it("lets a page run its own scripts and no others, be framed by nobody and send forms nowhere else", async () => {
  const { headers } = await get("/");
  const policy = new Map(
    headers
      .get("content-security-policy")!
      .split(";")
      .map((part) => part.trim().split(" "))
      .map(([name, ...values]) => [name!, values.join(" ")]),
  );
  expect(policy.get("default-src")).toBe("'none'");
  expect(policy.get("script-src")).toBe("'self'");
  expect(policy.get("style-src")).toBe("'self'");
  expect(policy.get("connect-src")).toBe("'self'");
  expect(policy.get("frame-ancestors")).toBe("'none'");
  expect(policy.get("base-uri")).toBe("'none'");
  expect(policy.get("form-action")).toBe("'self'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("same-origin");
});

const consolePages = ["now", "models", "decisions", "traffic", "synonyms", "texts", "jobs"].map(
  (name) => `/console/${name}`,
);

it.each(["/console", "/console/", "/console/index.html", ...consolePages, "/console/no/such/page"])(
  "lets the console run its own scripts alone, make no markup of text, send no forms and be framed by nobody: %s",
  async (path) => {
    const { status, headers } = await get(path, { accept: "text/html" });
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const policy = headers.get("content-security-policy")!.split(";").map((part) => part.trim()); // prettier-ignore
    expect(policy.sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self'",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
  },
);

it("lets files named by their content be kept for ever, others be asked for again", async () => {
  const hashed = await get("/assets/main-Ab12Cd34.js");
  expect(hashed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(hashed.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  const plain = await get("/assets/plain.css");
  expect(plain.headers.get("cache-control")).toBe("no-cache");
  const etag = plain.headers.get("etag")!;
  const again = await get("/assets/plain.css", { "if-none-match": etag });
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
});

it("lets any shop's page load the events script, and keep it for an hour", async () => {
  const { status, headers } = await get("/winnow-events.js", { origin: "https://shop.example" });
  expect(status).toBe(200);
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(headers.get("cache-control")).toMatch(/^public, max-age=3600/);
  const page = await get("/", { origin: "https://shop.example" });
  expect(page.headers.get("access-control-allow-origin")).toBeNull();
});

it("sends the page packed to those who take it", async () => {
  const packed = await get("/", { "accept-encoding": "gzip" });
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(packed.headers.get("vary")).toContain("accept-encoding");
  const files = (await readWebFiles(join(folder, "web")))!;
  expect(gunzipSync(files.find("/", "text/html", undefined)!.gzipped!).toString()).toBe(page);
});

it.each([
  "/assets/none.js",
  "/secret.txt",
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/assets/%00.js",
  "/favicon.ico",
])("answers 404 for %s, never with a file from elsewhere", async (path) => {
  const response = await get(path);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toMatch(/^secret$/);
});

it("shows pages only to those who read: not for other methods, not below /v1, not to who wants JSON", async () => {
  expect((await fetch(`${server.url}/p/x`, { method: "POST" })).status).toBe(404);
  expect((await get("/v1/nothing", { accept: "text/html" })).status).toBe(404);
  expect((await get("/p/x", { accept: "application/json" })).status).toBe(404);
});

it("finds no storefront where none is built", async () => {
  expect(await readWebFiles(join(folder, "nowhere"))).toBeNull();
  expect(await readWebFiles(join(folder, "web", "assets"))).toBeNull();
});
