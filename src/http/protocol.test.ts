import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { serveForTests } from "../testing/http-calls.ts";
import { startTestServer } from "../testing/harness.ts";
import { Problem } from "../wire/problem.ts";

const { call, url } = serveForTests();

describe("protocol", () => {
  it("answers what is not there with problems", async () => {
    expect((await call("/v1/nothing")).status).toBe(404);
    expect((await call("/nothing")).status).toBe(404);
    const wrong = await call("/v1/search", { method: "DELETE" });
    expect([wrong.status, wrong.body["hint"]]).toEqual([405, "Known are HEAD, GET, POST."]);
  });
  it("answers HEAD as GET without a body", async () => {
    const { status, headers, text } = await call("/v1/search?q=a", { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
    expect(Number(headers.get("content-length"))).toBeGreaterThan(100);
  });
  it("takes the caller's trace over and numbers the request", async () => {
    const trace = "0af7651916cd43dd8448eb211c80319c";
    const { headers } = await call("/livez", { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } });
    const [, traceId, span, flags] = headers.get("traceparent")!.split("-");
    expect([traceId, span, flags]).toEqual([trace, headers.get("x-request-id"), "01"]);
    const bad = await call("/livez", { headers: { traceparent: `00-${"0".repeat(32)}-b7ad6b7169203331-01` } });
    expect(bad.headers.get("traceparent")).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });
  it("lets listed origins read answers and no others", async () => {
    const from = async (origin: string) =>
      (await call("/v1/search", { headers: { origin } })).headers.get("access-control-allow-origin");
    expect(await from("https://shop.example")).toBe("https://shop.example");
    expect(await from("https://evil.example")).toBeNull();
    const ask = await call("/v1/search", { method: "OPTIONS", headers: { origin: "https://shop.example" } });
    expect([ask.status, ask.headers.get("access-control-allow-methods")]).toEqual([204, "GET, HEAD, POST"]);
  });
  it("compresses answers over 1 kB for those who accept it", async () => {
    const get = (encoding: string) =>
      new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
        httpRequest(`${url()}/openapi.json`, { headers: { "accept-encoding": encoding } }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) }),
          );
        })
          .on("error", reject)
          .end();
      });
    const zipped = await get("br, gzip");
    expect(zipped.encoding).toBe("gzip");
    expect(JSON.parse(gunzipSync(zipped.body).toString())).toHaveProperty("openapi");
    expect((await get("br")).encoding).toBeUndefined();
    expect((await get("gzip;q=0")).encoding).toBeUndefined();
  });
  it("answers what is not HTTP, and goes on", async () => {
    const socket = connect(Number(new URL(url()).port), "127.0.0.1");
    socket.write("NONSENSE\r\n\r\n");
    const [chunk] = (await once(socket, "data")) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
    expect((await call("/livez")).status).toBe(200);
  });
  it("hides what went wrong inside", async () => {
    await using other = await startTestServer({
      shop: { search: () => Promise.reject(new Error("secret path /etc")) },
    });
    const response = await fetch(`${other.url}/v1/search`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });
  it("gives up a search at its deadline, also one that does not listen", async () => {
    await using other = await startTestServer({ shop: { search: () => new Promise(() => undefined) } });
    const startedAt = performance.now();
    const response = await fetch(`${other.url}/v1/search?timeout_ms=50`);
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([503, "deadline_exceeded"]);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(performance.now() - startedAt).toBeLessThan(400);
  });
  it("aborts the search of a caller who has gone", async () => {
    let aborted: () => void = () => undefined;
    const isAborted = new Promise<void>((resolve) => (aborted = resolve));
    await using other = await startTestServer({
      shop: {
        search: (_, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => {
              aborted();
              reject(signal.reason as Error);
            });
          }),
      },
    });
    const controller = new AbortController();
    const asking = fetch(`${other.url}/v1/search`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(asking).rejects.toThrow();
    await isAborted;
  });
});

describe("probes", () => {
  it("is alive always and ready when the shop is", async () => {
    let ready = false;
    await using other = await startTestServer({
      shop: { health: () => (ready ? { ready } : { ready, detail: "Loading." }) },
    });
    const status = async (path: string) => (await fetch(other.url + path)).status;
    expect([await status("/livez"), await status("/readyz")]).toEqual([200, 503]);
    ready = true;
    expect(await status("/readyz")).toBe(200);
    other.stopping = true;
    expect([await status("/livez"), await status("/readyz")]).toEqual([200, 503]);
  });
  it("counts requests by route and status, never by what was typed", async () => {
    await call("/v1/search?q=very-private");
    await call("/v1/products/also-private");
    const { text } = await call("/metrics");
    const labels = (route: string, status: number) =>
      `{http_request_method="GET",http_route="${route}",http_response_status_code="${status}"}`;
    expect(text).toContain(`http_server_request_duration_seconds_count${labels("/v1/search", 200)} `);
    expect(text).toMatch(/_count\{http_request_method="GET",http_route="\/v1\/products\/\{id\}",[^}]*\} 1\n/);
    expect(text).toMatch(/nodejs_eventloop_delay_p99_seconds \d/);
    expect(text).not.toContain("private");
  });
  it("draws pictures that may be kept for ever and run nothing", async () => {
    const { status, headers } = await call("/demo/pictures/lamp_red_blue_1.svg");
    expect([status, headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
    expect(headers.get("cache-control")).toContain("immutable");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect((await call("/demo/pictures/..%2f..%2fetc.svg")).status).toBe(404);
  });
});
