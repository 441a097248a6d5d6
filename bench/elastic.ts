import { SniffingTransport } from "@elastic/elasticsearch";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultCatalog, openStores, serve } from "../src/compose.ts";
import { readConfig } from "../src/config/config.ts";
import type { Product } from "../src/domain/product.ts";
import { silentLog } from "../src/observe/log.ts";
import { createReport } from "../src/observe/report.ts";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { elasticsearchUrl } from "../src/testing/live-elasticsearch.ts";
import { importAll, openLiveShop } from "../src/testing/live-shop.ts";
import { seededRandom } from "../ranking/metrics/random.ts";
import { type Benchmark, type BenchResult, percentiles } from "./harness.ts";

const seed = 4;

/**
 * What our side of a search costs: the API beside the very body that it sent, sent again by hand; and the embedded engine
 * on the same products and queries.
 */
export const bench: Benchmark = {
  name: "elastic",
  title: "the API over Elasticsearch beside the same body sent raw (ELASTICSEARCH_URL names the server)",
  async run({ quick, log }): Promise<BenchResult> {
    if (process.env["ELASTICSEARCH_URL"] === undefined) {
      log("Not measured: ELASTICSEARCH_URL is missing.");
      return { unit: "ms", ours: {}, peers: {}, ratio: {}, n: 0, seed };
    }
    const products = [...generateProducts({ seed, count: 20_000, nowMs: Date.UTC(2026, 0, 1) })];
    log(`Importing ${products.length} products.`);
    await using shop = await openLiveShop({ shopProducts: products, direct: true });
    await using embedded = await openEmbeddedShop(products);
    const random = seededRandom(seed);
    const queries = Array.from({ length: quick ? 200 : 1000 }, () => queryOf(products[Math.floor(random() * products.length)]!.title, random)); // prettier-ignore
    const sent = recordSearches();
    const [ours, raw, own]: [number[], number[], number[]] = [[], [], []];
    try {
      for (const [i, query] of [...queries.slice(0, 50), ...queries].entries()) {
        sent.length = 0;
        const { ms, status } = await shop.search(query);
        if (status !== 200) throw new Error(`“${query}” was answered with ${status}.`);
        // A query whose words were relaxed was sent more than once.
        let rawMs = 0;
        for (const { path, body } of [...sent]) rawMs += await sendRaw(path, body);
        const ownMs = await embedded.search(query);
        // The first ones warm all up.
        if (i < 50) continue;
        ours.push(ms);
        raw.push(rawMs);
        own.push(ownMs);
      }
    } finally {
      sent.stop();
    }
    const [we, they, it] = [percentiles(ours), percentiles(raw), percentiles(own)];
    return {
      unit: "ms",
      ours: we,
      peers: { elasticsearch: they, embedded: it },
      ratio: { elasticsearch: they.p50 / we.p50, "elasticsearch p99": they.p99 / we.p99, embedded: it.p50 / we.p50 },
      n: queries.length,
      seed,
    };
  },
};

interface EmbeddedShop extends AsyncDisposable {
  /** @returns milliseconds until the answer was read */
  search(query: string): Promise<number>;
}

/** The whole server on the embedded engine. */
const openEmbeddedShop = async (products: readonly Product[]): Promise<EmbeddedShop> => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-bench-"));
  const config = readConfig({ PORT: "0", WINNOW_DATA: folder, WINNOW_LINGER_MS: "0" });
  const stores = await openStores(config);
  await importAll(stores.products, products);
  const running = await serve(config, { stores, report: createReport(silentLog), version: "bench" });
  await running.retrieval.refresh(defaultCatalog);
  return {
    async search(query) {
      const from = performance.now();
      const answer = await fetch(`http://127.0.0.1:${running.server.port}/v1/search?q=${encodeURIComponent(query)}`);
      await answer.text();
      return performance.now() - from;
    },
    async [Symbol.asyncDispose]() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** One to three words of a title, as they stand. */
const queryOf = (title: string, random: () => number): string => {
  const words = title.split(/\s+/u);
  const from = Math.floor(random() * words.length);
  return words.slice(from, from + 1 + Math.floor(random() * 3)).join(" ");
};

interface Recording extends Array<{ path: string; body: string }> {
  stop(): void;
}

/** Every search that the client sends from now on. */
const recordSearches = (): Recording => {
  const transport = Object.getPrototypeOf(SniffingTransport.prototype) as { request: Request };
  const original = transport.request;
  const sent = Object.assign([] as { path: string; body: string }[], { stop: () => (transport.request = original) });
  transport.request = function (params, options) {
    if (params.path.endsWith("-products/_search")) {
      const query = new URLSearchParams(
        Object.entries(params.querystring ?? {}).map(([k, v]): [string, string] => [k, String(v)]),
      );
      sent.push({ path: `${params.path}?${query.toString()}`, body: JSON.stringify(params.body) });
    }
    return original.call(this, params, options);
  };
  return sent;
};

type Request = (
  this: unknown,
  params: { readonly path: string; readonly querystring?: object; readonly body?: unknown },
  options?: unknown,
) => Promise<unknown>;

const sendRaw = async (path: string, body: string): Promise<number> => {
  const from = performance.now();
  const headers = { "content-type": "application/json" };
  const answer = await fetch(elasticsearchUrl() + path, { method: "POST", headers, body });
  await answer.json();
  return performance.now() - from;
};
