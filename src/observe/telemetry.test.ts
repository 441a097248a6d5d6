import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStores } from "../compose.ts";
import { letServe, makeModel } from "../testing/faults/make-model.ts";
import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";
import { parentNames, startTraceSink, type TraceSink } from "../testing/trace-sink.ts";

const traceId = (n: number) => `0af7651916cd43dd8448eb211c8031${n}`;
const traceparent = (n: number, flags = "01") => `00-${traceId(n)}-b7ad6b7169203331-${flags}`;

describe("what is loaded", () => {
  const loaded = (env: Readonly<Record<string, string>>): readonly string[] => {
    const script = fileURLToPath(new URL("../testing/loaded-modules.js", import.meta.url));
    const { stdout } = spawnSync(process.execPath, [script], { env: { PATH: process.env["PATH"], ...env } });
    return JSON.parse(stdout.toString().trim().split("\n").at(-1)!) as string[];
  };
  // The Elasticsearch client's own: types, and functions that do nothing.
  const byElasticsearch = ["@opentelemetry/api", "@opentelemetry/core", "@opentelemetry/semantic-conventions"];

  it.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_SDK_DISABLED: "true" }])(
    "is nothing of the SDK with %j",
    (env) => {
      const telemetry = loaded(env).filter((name) => name.startsWith("@opentelemetry/"));
      expect(telemetry.filter((name) => !byElasticsearch.includes(name))).toEqual([]);
    },
  );
  it("is the SDK once an address is given, before any server, client or driver that it might have to know of", () => {
    const packages = loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" });
    const sdk = packages.indexOf("@opentelemetry/sdk-node");
    expect(sdk).toBeGreaterThanOrEqual(0);
    const others = ["koa", "@elastic/elasticsearch", "ioredis", "bull", "better-sqlite3", "pino"];
    const places = others.map((name) => [name, packages.indexOf(name)] as const);
    expect(places.filter(([, place]) => place < sdk)).toEqual([]);
  });
});

describe("a server with traces", () => {
  let folder: string;
  let sink: TraceSink;
  let server: ServerProcess;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "winnow-otel-"));
    sink = await startTraceSink();
    await keepModel(folder);
    server = await startServerProcess({
      ...{ WINNOW_DATA: folder, WINNOW_LINGER_MS: "0", WINNOW_DEMO_SHOPPERS: "false" },
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
      // A busy machine is not what is tested here.
      ...{ WINNOW_RESCORE_BUDGET_MS: "5000", WINNOW_SEARCH_DEADLINE_MS: "10000" },
      ...{ OTEL_BSP_SCHEDULE_DELAY: "100", OTEL_TRACES_SAMPLER: "parentbased_always_on" },
    });
    const lamps = ["red", "green"].map((colour) => ({ id: colour, title: `${colour} lamp`, price: 10 }));
    await call("/v1/products", 10, {
      body: lamps.map((put) => JSON.stringify(put)).join("\n"),
      type: "application/x-ndjson",
    });
    for (let total = 0; total < 2;) {
      ({ total } = (await (await call("/v1/search?q=lamp", 10, { flags: "00" })).json()) as { total: number });
    }
  }, 60_000);
  afterAll(async () => {
    await server.end("SIGTERM");
    await sink[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const call = (path: string, n: number, { body, type = "application/json", flags = "01" }: Sent = {}) =>
    fetch(server.url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        traceparent: traceparent(n, flags),
        authorization: `Bearer ${server.adminKey!}`,
        ...(body !== undefined && { "content-type": type }),
      },
      ...(body !== undefined && { body }),
    });
  interface Sent {
    readonly body?: string;
    readonly type?: string;
    readonly flags?: string;
  }

  it("tells a search as one trace below its caller's span, stage by stage", async () => {
    const answer = await call("/v1/search?q=lamp", 11);
    const spans = await sink.trace(traceId(11), ["GET /v1/search", "present"]);
    expect([...parentNames(spans)].sort()).toEqual([
      "GET /v1/search > features",
      "GET /v1/search > parse",
      "GET /v1/search > present",
      "GET /v1/search > retrieve",
      "GET /v1/search > rules",
      "GET /v1/search > score",
      "… > GET /v1/search",
    ]);
    const root = spans.find(({ name }) => name === "GET /v1/search")!;
    expect(root).toMatchObject({ kind: 2, status: 0, parentSpanId: "b7ad6b7169203331" });
    expect(root.attributes).toMatchObject({ "http.route": "/v1/search", "http.request.method": "GET" });
    expect(Number(root.attributes["http.response.status_code"])).toBe(200);
    expect(answer.headers.get("traceparent")).toBe(`00-${traceId(11)}-${root.spanId}-01`);
    expect(answer.headers.get("x-request-id")).toBe(root.spanId);
    expect(((await answer.json()) as { ranking: object }).ranking).toMatchObject({ order: "learned" });
  });

  it("counts it with what it was answered by, and one that finds nothing as such", async () => {
    const counted = async (results: string): Promise<number> => {
      const text = await (await call("/metrics", 19, { flags: "00" })).text();
      const labels = `order="\\w+",arm="champion",results="${results}"`;
      return Number(new RegExp(`^winnow_searches_total\\{${labels}\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
    };
    const before = { none: await counted("none"), some: await counted("some") };
    await call("/v1/search?q=xylophonist", 19, { flags: "00" });
    await call("/v1/search?q=lamp", 19, { flags: "00" });
    expect([await counted("none"), await counted("some")]).toEqual([before.none + 1, before.some + 1]);
  });

  it("tells a job as caused by the request that asked for it", async () => {
    const asked = await call("/v1/jobs", 12, { body: '{"name":"fold_events"}' });
    expect(asked.status).toBeLessThan(300);
    const spans = await sink.trace(traceId(12), ["POST /v1/jobs", "process fold_events"]);
    expect([...parentNames(spans)].sort()).toEqual([
      "POST /v1/jobs > enqueue fold_events",
      "enqueue fold_events > process fold_events",
      "… > POST /v1/jobs",
    ]);
    const { job } = (await asked.json()) as { job?: { id: string }; id?: string };
    const done = spans.find(({ name }) => name === "process fold_events")!;
    expect(done).toMatchObject({ kind: 5, attributes: { "messaging.destination.name": "fold_events" } });
    if (job !== undefined) expect(done.attributes["messaging.message.id"]).toBe(job.id);
  });

  it("makes an error of a request that failed by us, and not of one that failed by its caller", async () => {
    await call("/v1/search?q=lamp&size=100000", 13);
    const [span] = await sink.trace(traceId(13), ["GET /v1/search"]);
    expect(span).toMatchObject({ status: 0, attributes: { "error.type": "invalid_request" } });
  });

  it("leaves out what its caller does not trace, and probes", async () => {
    await call("/v1/search?q=lamp", 14, { flags: "00" });
    await call("/livez", 14);
    await call("/v1/search?q=lamp", 15);
    await sink.trace(traceId(15), ["GET /v1/search"]);
    expect(sink.spans.filter((span) => span.traceId === traceId(14))).toEqual([]);
  });

  it("tells nobody what was typed, who did it, or by which key", async () => {
    const secrets = ["geheimnis", "user-4711", "session-4712", "maker-4713", "product-4714", "wk_search_4715"];
    const [typed, user, session, maker, product, key] = secrets;
    await call(`/v1/search?q=${typed}&user=${user}&session=${session}&filter.brand=${maker}&key=${key}`, 16);
    await call("/v1/search", 16, { body: JSON.stringify({ q: typed, user, session, filter: { brand: maker } }) });
    await call(`/v1/products/${product}`, 16);
    await call(`/v1/${typed}/${user}`, 16);
    const event = { type: "click", user, session, product_id: product, timestamp: new Date().toISOString() };
    await call("/v1/events", 16, { body: JSON.stringify({ events: [event] }) });
    await call("/v1/jobs", 16, { body: JSON.stringify({ name: "erasure", payload: { user } }) });
    await sink.trace(traceId(16), ["GET /v1/search", "POST /v1/search", "POST /v1/events", "GET /v1/products/{id}"]);
    await call("/v1/search?q=lamp", 17);
    await sink.trace(traceId(17), ["GET /v1/search"]);
    for (const secret of [...secrets, server.adminKey!]) expect(sink.raw()).not.toContain(secret);
  });

  it("sends what is left when it is told to stop", async () => {
    const answer = await call("/v1/search?q=lamp", 18);
    await answer.text();
    expect(await server.end("SIGTERM")).toBe(0);
    expect(sink.spans.some((span) => span.traceId === traceId(18))).toBe(true);
  });
});

/** A model that serves from the first search on. */
const keepModel = async (dataFolder: string): Promise<void> => {
  const stores = await openStores({ dataFolder, engine: { kind: "embedded" } });
  await letServe(stores.models, await makeModel(1));
  await stores.close();
};
