import { SniffingTransport } from "@elastic/elasticsearch";
import type { Deadline } from "../../domain/deadline.ts";
import type { RetrievalPlan } from "../../domain/retrieval.ts";
import { startFaultProxy } from "../../testing/fault-proxy.ts";
import { defaultMapping } from "../../testing/harness.ts";
import { elasticsearchUrl, openLiveStores } from "../../testing/live-elasticsearch.ts";
import { importAll } from "../../testing/live-shop.ts";
import { diagnoseElasticsearch } from "./diagnose-elasticsearch.ts";

const lamps = Array.from({ length: 50 }, (_, i) => ({ id: `p${i}`, title: `Lamp ${i}`, price: i }));
const everything: RetrievalPlan = {
  catalog: "products",
  query: null,
  fields: [{ name: "title", weight: 1 }],
  filters: [],
  facetFilters: [],
  facets: [{ kind: "terms", field: "brand", size: 10 }],
  sort: { by: "relevance" },
  size: 10,
  collapse: true,
};

describe("calls to Elasticsearch", () => {
  it("all have a time limit, and searches tell the server theirs", async () => {
    const calls: { path: string; limited: boolean; repeats: unknown; timeout: unknown }[] = [];
    // Every request of the client passes here, whichever of its methods made it.
    const transport = Object.getPrototypeOf(SniffingTransport.prototype) as { request: AnyRequest };
    const original = transport.request;
    transport.request = function (params, options = {}) {
      const { requestTimeout, maxRetries, signal } = options;
      const limited = Number(requestTimeout) > 0 || signal !== undefined;
      calls.push({ path: params.path, limited, repeats: maxRetries, timeout: params.body?.timeout });
      return original.call(this, params, options);
    };
    try {
      const stores = await openLiveStores();
      const { products, keys, imports } = stores;
      await products.defineCatalog("products", defaultMapping);
      const retrieval = await stores.openRetrieval();
      await importAll(products, lamps);
      await products.write("products", [
        { op: "put", product: { id: "p1", title: "Lamp", price: 2 } },
        { op: "delete", id: "p2" },
      ]);
      await products.defineCatalog("products", { ...defaultMapping, facets: [] });
      await retrieval.refresh("products");
      await retrieval.retrieve(everything, withinMs(5000));
      await products.get("products", "p1");
      await products.changes("products", 0, 10);
      await products.members("products", ["p1"]);
      await keys.list();
      await imports.list("products", 10);
      await diagnoseElasticsearch({ url: elasticsearchUrl(), prefix: stores.prefix, force: true });
      await products.dropCatalog("products");
      await retrieval[Symbol.asyncDispose]();
      await stores.close();
      await stores.remove();
    } finally {
      transport.request = original;
    }
    expect(calls.length).toBeGreaterThan(50);
    expect(calls.filter(({ limited }) => !limited)).toEqual([]);
    expect(calls.filter(({ repeats }) => repeats !== 0)).toEqual([]);
    const searches = calls.filter(({ path }) => path.endsWith("-products/_search"));
    expect(searches.length).toBeGreaterThan(0);
    for (const { timeout } of searches) expect(Number(/^(\d+)ms$/u.exec(String(timeout))?.[1])).toBeLessThan(5000);
  }, 60_000);

  it("are repeated for at most a tenth of them", async () => {
    await using proxy = await startFaultProxy({ target: elasticsearchUrl(), seed: 4 });
    const stores = await openLiveStores({ url: proxy.url, pollMs: 3_600_000 });
    await stores.products.defineCatalog("products", defaultMapping);
    await importAll(stores.products, lamps);
    const retrieval = await stores.openRetrieval();
    await retrieval.refresh("products");
    await proxy.set({ kind: "reset", afterBytes: 50, share: 0.3 });
    const before = proxy.seen.exchanges;
    let answered = 0;
    const asked = 300;
    for (let i = 0; i < asked; i += 1) {
      await retrieval.retrieve(everything, withinMs(2000)).then(
        () => (answered += 1),
        () => undefined,
      );
    }
    const calls = proxy.seen.exchanges - before;
    await proxy.set({ kind: "pass" });
    console.log(`${asked} searches, three in ten reset: ${calls} calls, ${answered} answered`);
    // What quiet times before have saved up, ten at most, comes on top.
    expect(calls).toBeLessThanOrEqual(asked * 1.1 + 10);
    expect(calls).toBeGreaterThan(asked * 0.9);
    expect(answered).toBeGreaterThan(asked * 0.65);
    await retrieval[Symbol.asyncDispose]();
    await stores.close();
    await stores.remove();
  }, 60_000);
});

const withinMs = (ms: number): Deadline => {
  const endMs = performance.now() + ms;
  return { signal: AbortSignal.timeout(ms), remainingMs: () => endMs - performance.now() };
};

type AnyRequest = (
  this: unknown,
  params: { readonly path: string; readonly body?: { readonly timeout?: unknown } },
  options?: Readonly<Record<string, unknown>>,
) => Promise<unknown>;
