import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, startChildServer } from "../testing/child-server.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "../testing/live-elasticsearch.ts";
import { redisUrl } from "../testing/live-redis.ts";
import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";
import { parentNames, startTraceSink } from "../testing/trace-sink.ts";

/** Null, and said, where there is none. */
const tool = (name: string, what: string): string | null => {
  const path = process.env[name] ?? "";
  if (path === "") console.log(`Skipped: set ${name} to the path of ${what}.`);
  return path === "" ? null : path;
};
const collector = tool("OTEL_COLLECTOR", "an OpenTelemetry collector");
const prometheus = tool("PROMETHEUS", "Prometheus");
const promtool = tool("PROMTOOL", "promtool");
const redis = redisUrl();

const page = (name: string): string => fileURLToPath(new URL(`../../../docs/observability/${name}`, import.meta.url));

let folder: string;
const prefix = drawPrefix();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "winnow-observe-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await removeIndices(prefix);
});

const lamps = ["red", "green"].map((colour) => JSON.stringify({ id: colour, title: `${colour} lamp`, price: 10 }));

/** Asks as its admin. */
const caller =
  ({ url, adminKey }: ServerProcess) =>
  (path: string, body?: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${adminKey!}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body }),
    });

(collector === null ? it.skip : it)(
  "a real collector receives a search with its call to Elasticsearch, and a job below what asked for it",
  async () => {
    await using sink = await startTraceSink();
    const [http, grpc] = [await freePort(), await freePort()];
    await using _ = await startChildServer({
      ...{ command: collector!, args: ["--config", page("collector.yml")], port: http, readyPath: "/" },
      env: {
        ...{ OTLP_HTTP: `127.0.0.1:${http}`, OTLP_GRPC: `127.0.0.1:${grpc}` },
        ...{ TRACES_ENDPOINT: sink.url, TRACES_ENCODING: "json" },
      },
    });
    const server = await startServerProcess({
      ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
      ...{ WINNOW_DATA: join(folder, "traced"), WINNOW_LINGER_MS: "0", ...(redis !== null && { REDIS_URL: redis }) },
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${http}`, OTEL_BSP_SCHEDULE_DELAY: "200" },
      ...{ OTEL_TRACES_SAMPLER: "parentbased_always_on", WINNOW_SEARCH_DEADLINE_MS: "10000" },
      WINNOW_RESCORE_BUDGET_MS: "5000",
    });
    try {
      const call = caller(server);
      await call("/v1/products", lamps.join("\n"), { "content-type": "application/x-ndjson" });
      const trace = "4bf92f3577b34da6a3ce929d0e0e473";
      const from = (n: number) => ({ traceparent: `00-${trace}${n}-00f067aa0ba902b7-01` });
      while ((await call("/v1/search?q=lamp")).status !== 200) await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await call("/v1/search?q=lamp&session=s-1", undefined, from(1))).status).toBe(200);
      const search = await sink.trace(`${trace}1`, ["GET /v1/search", "present", `search ${prefix}-products`]);
      const below = parentNames(search);
      expect(below).toContain("… > GET /v1/search");
      expect(below).toContain("GET /v1/search > retrieve");
      expect(below).toContain(`retrieve > search ${prefix}-products`);
      if (redis !== null) expect(below.some((one) => one.startsWith("features > EVALSHA"))).toBe(true);
      const asked = search.find(({ name }) => name.startsWith("search "))!;
      expect(asked).toMatchObject({
        kind: 3,
        attributes: {
          "db.system.name": "elasticsearch",
          "db.operation.name": "search",
          "db.response.status_code": "200",
        },
      });

      expect((await call("/v1/jobs", '{"name":"fold_events"}', from(2))).status).toBeLessThan(300);
      const job = await sink.trace(`${trace}2`, ["POST /v1/jobs", "process fold_events"]);
      expect(parentNames(job)).toEqual(
        expect.arrayContaining([
          "… > POST /v1/jobs",
          "POST /v1/jobs > enqueue fold_events",
          "enqueue fold_events > process fold_events",
        ]),
      );
    } finally {
      await server.end("SIGTERM");
    }
  },
  120_000,
);

(prometheus === null ? it.skip : it)(
  "a real Prometheus scrapes every metric, and knows each rule",
  async () => {
    const server = await startServerProcess({
      ...{ WINNOW_DATA: join(folder, "scraped"), WINNOW_LINGER_MS: "0", WINNOW_DEMO_SHOPPERS: "false" },
    });
    const config = join(folder, "prometheus.yml");
    await writeFile(
      config,
      `{"global":{"scrape_interval":"500ms","evaluation_interval":"500ms"},"rule_files":[${JSON.stringify(page("alerts.yml"))}],` +
        `"scrape_configs":[{"job_name":"winnow","static_configs":[{"targets":["${new URL(server.url).host}"]}]}]}`,
    );
    try {
      const call = caller(server);
      await call("/v1/products", lamps.join("\n"), { "content-type": "application/x-ndjson" });
      await call("/v1/search?q=lamp");
      const click = { type: "click", product: "red", session: "s-1" };
      expect((await call("/v1/events", JSON.stringify(click))).status).toBe(200);
      await call("/v1/jobs", '{"name":"fold_events"}');
      const port = await freePort();
      await using db = await startChildServer({
        command: prometheus!,
        args: [
          ...["--config.file", config, "--storage.tsdb.path", join(folder, "tsdb"), "--log.level", "error"],
          ...["--web.listen-address", `127.0.0.1:${port}`],
        ],
        ...{ port, readyPath: "/-/ready" },
      });
      const query = async (expression: string): Promise<readonly unknown[]> => {
        const answer = await fetch(`${db.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
        return ((await answer.json()) as { data: { result: unknown[] } }).data.result;
      };
      const found = async (expression: string): Promise<boolean> => {
        for (let tries = 0; tries < 60; tries++) {
          if ((await query(expression)).length > 0) return true;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
        return false;
      };
      expect(await found(`winnow_jobs{name="fold_events",state="done"} > 0`)).toBe(true);
      const text = await (await call("/metrics")).text();
      // These have something to say only in trouble, or once a model serves.
      const quiet = ["degraded_total", "impressions_dropped_total", "model_info", "breaker_open"];
      const families = [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name, type]) => ({
        name: name!,
        type: type!,
      }));
      expect(families.length).toBeGreaterThan(20);
      for (const { name, type } of families) {
        if (quiet.some((one) => name === `winnow_${one}`)) continue;
        expect([name, await found(type === "histogram" ? `${name}_bucket` : name)]).toEqual([name, true]);
      }
      const stages = "histogram_quantile(0.99, sum by (le, stage) (winnow_search_stage_duration_seconds_bucket))";
      expect((await query(stages)).length).toBeGreaterThanOrEqual(4);
      const rules = await fetch(`${db.url}/api/v1/rules`);
      expect(await rules.text()).toContain("WinnowFeaturesStale");
    } finally {
      await server.end("SIGTERM");
    }
  },
  120_000,
);

(promtool === null ? it.skip : it).each([
  ["check", "config", "prometheus.yml"],
  ["check", "rules", "alerts.yml"],
  ["test", "rules", "alerts.test.yml"],
])(
  "promtool %s %s finds nothing wrong with %s",
  (verb, what, file) => {
    const { status, stdout, stderr } = spawnSync(promtool!, [verb, what, page(file)]);
    expect({ status, said: status === 0 ? "" : `${stdout.toString()}${stderr.toString()}` }).toEqual({
      status: 0,
      said: "",
    });
  },
  60_000,
);
