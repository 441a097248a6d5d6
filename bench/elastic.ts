import { SniffingTransport } from "@elastic/elasticsearch";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "../src/testing/live-elasticsearch.ts";
import { seededRandom } from "../ranking/metrics/random.ts";
import { type Benchmark, type BenchResult, percentiles } from "./harness.ts";
import { openTrainedShop } from "./trained-shop.ts";

const seed = 4;
const warmUp = 100;

/**
 * What our side of a search costs: the API in the learned order, 200 candidates rescored with counters from Redis, beside
 * the very body that it sent to Elasticsearch, sent again by hand; and the same API without learning, and the embedded
 * engine in the learned order, on the same products and queries.
 */
export const bench: Benchmark = {
  name: "elastic",
  title: "the API over Elasticsearch in the learned order beside the same body sent raw (ELASTICSEARCH_URL, REDIS_URL)",
  async run({ quick, log }): Promise<BenchResult> {
    const redis = process.env["REDIS_URL"];
    if (process.env["ELASTICSEARCH_URL"] === undefined || redis === undefined) {
      log("Not measured: ELASTICSEARCH_URL or REDIS_URL is missing.");
      return { unit: "ms", ours: {}, peers: {}, ratio: {}, n: 0, seed };
    }
    const prefix = drawPrefix();
    const env = {
      ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
      ...{ REDIS_URL: redis, WINNOW_SEARCH_DEADLINE_MS: "5000" },
    };
    const shop = { products: quick ? 5_000 : 20_000, sessions: 250, log };
    try {
      await using elastic = await openTrainedShop({ ...shop, env });
      // A quick run has no time for it.
      await using embedded = quick ? null : await openTrainedShop(shop);
      const products = [...generateProducts({ seed: 1, count: 5_000, nowMs: Date.UTC(2026, 0, 1) })];
      const random = seededRandom(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const paths = Array.from({ length: warmUp + (quick ? 200 : 1000) }, () => {
        const session = random() < 0.5 ? `&session=${pick(elastic.sessions)}` : "";
        return `/v1/search?q=${encodeURIComponent(queryOf(pick(products).title, random))}${session}`;
      });
      const sent = recordSearches();
      const ms: Record<"ours" | "raw" | "plain" | "embedded", number[]> = {
        ours: [],
        raw: [],
        plain: [],
        embedded: [],
      };
      let learned = 0;
      try {
        for (const [i, path] of paths.entries()) {
          sent.length = 0;
          // Not measured: it says what is sent, and Elasticsearch has then seen the query, whoever comes first.
          await ask(elastic.plain.server.url, path);
          // A query whose words were relaxed was sent more than once.
          const bodies = [...sent];
          const sides = [
            async () => {
              const ours = await ask(elastic.learned.server.url, path);
              if (i >= warmUp && ours.order === "learned") learned += 1;
              return { to: ms.ours, took: ours.ms };
            },
            async () => {
              let took = 0;
              for (const one of bodies) took += await sendRaw(one.path, one.body);
              return { to: ms.raw, took };
            },
            async () => ({ to: ms.plain, took: (await ask(elastic.plain.server.url, path)).ms }),
            async () => ({
              to: ms.embedded,
              took: embedded === null ? 0 : (await ask(embedded.learned.server.url, path)).ms,
            }),
          ];
          for (let turn = 0; turn < sides.length; turn += 1) {
            const { to, took } = await sides[(i + turn) % sides.length]!();
            // The first ones warm all up.
            if (i >= warmUp) to.push(took);
          }
        }
      } finally {
        sent.stop();
      }
      const n = ms.ours.length;
      const ours = { ...percentiles(ms.ours), "learned order, %": (learned / n) * 100 };
      const [raw, plain, own] = [percentiles(ms.raw), percentiles(ms.plain), percentiles(ms.embedded)];
      return {
        unit: "ms",
        ours,
        peers: { elasticsearch: raw, "first-stage": plain, ...(!quick && { embedded: own }) },
        ratio: {
          ...{ elasticsearch: raw.p50 / ours.p50, "elasticsearch p99": raw.p99 / ours.p99 },
          "first-stage": plain.p50 / ours.p50,
          ...(!quick && { embedded: own.p50 / ours.p50 }),
        },
        ...{ n, seed },
      };
    } finally {
      await removeIndices(prefix);
    }
  },
};

const ask = async (url: string, path: string): Promise<{ readonly ms: number; readonly order: string }> => {
  const from = performance.now();
  const response = await fetch(url + path);
  const { ranking } = (await response.json()) as { readonly ranking?: { readonly order: string } };
  if (response.status !== 200 || ranking === undefined)
    throw new Error(`${path} was answered with ${response.status}.`);
  return { ms: performance.now() - from, order: ranking.order };
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
