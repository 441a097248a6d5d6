import { randomBytes } from "node:crypto";
import type { openElasticsearch } from "../adapters/elasticsearch/open-elasticsearch.ts";
import { createKeys } from "../access/keys.ts";
import { behaviourIsOff, behaviourOff } from "../behaviour-off.ts";
import { bindShop } from "../bind-shop.ts";
import type { Product } from "../domain/product.ts";
import { silentLog } from "../observe/log.ts";
import { createReport } from "../observe/report.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { createSearch } from "../search/search.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";
import { adminKey, defaultMapping, fakeShop, startTestServer } from "./harness.ts";
import { elasticsearchUrl, openLiveStores } from "./live-elasticsearch.ts";

/** The whole API over a real Elasticsearch with a fault proxy between the two. */
export interface LiveShop extends AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly products: ProductStore;
  /** What the names of its indices begin with. */
  readonly prefix: string;
  /** Within 5 s, enough on a busy machine, unless told otherwise. */
  search(text: string, withinMs?: number): Promise<Asked>;
  /** PUT of one product. */
  put(product: Product): Promise<Asked>;
}

export interface Asked {
  readonly status: number;
  readonly ms: number;
  /** Code of the problem; null with an answer. */
  readonly code: string | null;
  readonly total: number;
  /** Of the hits, best first. */
  readonly ids: readonly string[];
  readonly degraded: readonly string[];
  readonly retryAfter: string | null;
  readonly etag: string | null;
}

export interface LiveShopOptions extends Partial<Parameters<typeof openElasticsearch>[0]> {
  readonly shopProducts: readonly Product[];
  /** Leaves the proxy out, for measurements. */
  readonly direct?: boolean;
}

export async function openLiveShop({ shopProducts, direct = false, ...options }: LiveShopOptions): Promise<LiveShop> {
  const proxy = await startFaultProxy({ target: options.url ?? elasticsearchUrl() });
  const stores = await openLiveStores({ ...options, ...(!direct && { url: proxy.url }) });
  await stores.products.defineCatalog("products", defaultMapping);
  await importAll(stores.products, shopProducts);
  const retrieval = await stores.openRetrieval();
  await retrieval.refresh("products");
  const report = createReport(silentLog);
  // Nothing is recorded here.
  const behaviour = {
    events: { take: () => Promise.reject(behaviourIsOff()) },
    users: { erase: () => Promise.resolve({ events: 0, impressions: 0 }) },
  };
  const bound = await bindShop({
    stores: { ...stores, ...behaviourOff },
    retrieval,
    behaviour,
    models: fakeShop().models,
    jobs: fakeShop().jobs,
    synonyms: fakeShop().synonyms,
    search: createSearch({
      retrieval,
      synonyms: () => [],
      newQueryId: () => randomBytes(16).toString("hex"),
    }),
    keys: createKeys({ store: stores.keys, now: Date.now }),
    defaultMapping,
    picture: () => null,
    report,
  });
  // The keys of the harness open the doors.
  const { keys: _, ...shop } = bound;
  const server = await startTestServer({ shop, settings: { searchDeadlineMs: 5000 } });

  const ask = async (path: string, init?: RequestInit): Promise<Asked> => {
    const from = performance.now();
    const response = await fetch(server.url + path, { ...init, signal: AbortSignal.timeout(30_000) });
    const body = (await response.json()) as AnswerBody;
    const { code = null, total = 0, hits = [], degraded = [] } = body;
    const ids = hits.map(({ id }) => id);
    const [retryAfter, etag] = [response.headers.get("retry-after"), response.headers.get("etag")];
    return { status: response.status, ms: performance.now() - from, code, total, ids, degraded, retryAfter, etag };
  };
  return {
    proxy,
    products: stores.products,
    prefix: stores.prefix,
    search: (text, withinMs = 5000) => ask(`/v1/search?q=${encodeURIComponent(text)}&timeout_ms=${withinMs}`),
    put: (product) =>
      ask(`/v1/products/${encodeURIComponent(product.id)}`, {
        method: "PUT",
        headers: { "content-type": "application/json", authorization: `Bearer ${adminKey}` },
        body: JSON.stringify(product),
      }),
    async [Symbol.asyncDispose]() {
      await proxy.set({ kind: "pass" });
      await server[Symbol.asyncDispose]();
      bound[Symbol.dispose]();
      report[Symbol.dispose]();
      await retrieval[Symbol.asyncDispose]();
      await stores.close();
      await proxy[Symbol.asyncDispose]();
      await stores.remove();
    },
  };
}

interface AnswerBody {
  readonly code?: string;
  readonly total?: number;
  readonly hits?: readonly { readonly id: string }[];
  readonly degraded?: readonly string[];
}

/** One full import. */
export async function importAll(store: ProductStore, products: readonly Product[]): Promise<void> {
  await using session = await store.openImport("products");
  for (let at = 0; at < products.length; at += 500) await session.stage(products.slice(at, at + 500));
  await session.commit(false);
}
