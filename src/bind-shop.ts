import { randomBytes } from "node:crypto";
import type { Keys } from "./access/keys.ts";
import { bindEnrichments } from "./bind-enrichments.ts";
import { bindImports } from "./bind-imports.ts";
import { bindKeys } from "./bind-keys.ts";
import { ownPatterns } from "./catalog/own-patterns.ts";
import { deleteProduct, getProduct, patchProduct, putProduct, writeProducts } from "./catalog/write-products.ts";
import type { Config } from "./config/config.ts";
import type { CatalogMapping } from "./domain/mapping.ts";
import { WinnowError } from "./domain/errors.ts";
import { nobody } from "./domain/visitor.ts";
import { createTraffic } from "./events/traffic.ts";
import type { Shop } from "./http/shop.ts";
import type { Report } from "./observe/report.ts";
import type { AnswerStore } from "./ports/answer-store.ts";
import type { EnrichmentStore } from "./ports/enrichment-store.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { ImportLog } from "./ports/import-log.ts";
import type { ModelStore } from "./ports/model-store.ts";
import type { CatalogInfo, ProductStore } from "./ports/product-store.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { Search } from "./search/search.ts";
import { toExplainAnswer } from "./to-explain-answer.ts";
import { readMapping } from "./text/read-mapping.ts";
import type { CatalogAnswer } from "./wire/catalog.ts";

export interface ShopDeps {
  readonly stores: {
    readonly products: ProductStore;
    readonly imports: ImportLog;
    readonly models: Pick<ModelStore, "find">;
    readonly enrichments: EnrichmentStore;
    readonly answers: Pick<AnswerStore, "spent">;
    readonly events: Pick<EventStore, "head" | "tail">;
  };
  readonly retrieval: Retrieval;
  readonly search: Search;
  readonly keys: Keys;
  readonly defaultMapping: CatalogMapping;
  /** Changes whenever what has been learned of a catalogue may change its answers. Absent: nothing is learned. */
  readonly learned?: (catalog: string) => string;
  /** Absent: nothing is known of who searches. */
  readonly visitor?: Shop["visitor"];
  /** What shoppers do. */
  readonly behaviour: Pick<Shop, "events" | "users">;
  readonly models: Shop["models"];
  readonly jobs: Shop["jobs"];
  readonly synonyms: Shop["synonyms"];
  /** Absent or null: none is configured. */
  readonly languageModel?: Config["languageModel"];
  /** Absent: the machine's. */
  readonly now?: () => number;
  readonly picture: (name: string) => string | null;
  readonly report: Report;
}

/** How often the list of catalogues is read again: another process may have made one, in milliseconds. */
const catalogsMs = 1000;

export interface BoundShop extends Shop, Disposable {
  /** As of a second ago. */
  catalogNames(): readonly string[];
}

/** The use cases as the routes call them, bound to what was opened. */
export const bindShop = async (deps: ShopDeps): Promise<BoundShop> => {
  const { stores, retrieval, search, keys, defaultMapping, picture, report } = deps;
  const store = stores.products;
  const traffic = createTraffic({ store: stores.events, now: deps.now ?? Date.now });
  // Of this process: an index rebuilt from the same changes may order ties of frequency differently.
  const boot = randomBytes(4).toString("hex");
  let catalogs: readonly CatalogInfo[] = await store.catalogs();
  const timer = setInterval(() => {
    store.catalogs().then(
      (list) => (catalogs = list),
      (error: unknown) => report.troubled("catalogues cannot be listed", error),
    );
  }, catalogsMs).unref();

  // A catalogue made a moment ago is not followed yet.
  const healthOf = (name: string) => {
    try {
      return retrieval.health(name);
    } catch {
      return { ready: false, lag: 0 };
    }
  };
  const describe = (info: CatalogInfo): CatalogAnswer => {
    const { ready, lag } = healthOf(info.name);
    return { name: info.name, products: info.products, ready, behind: lag };
  };
  report.watch({
    products: () => catalogs.map(({ name, products }) => ({ name, products, lag: healthOf(name).lag })),
  });

  return {
    search: (request, deadline) => search.search(request, deadline),
    suggest: (request, deadline) => search.suggest(request, deadline),
    explain: async (request, deadline) => {
      const place = await search.explain(request, deadline);
      const { model } = place.ranking;
      const record = model === null ? null : await stores.models.find(request.catalog, model);
      return toExplainAnswer(place, record);
    },
    visitor: deps.visitor ?? (() => nobody),
    mapping: (catalog) => retrieval.mapping(catalog),
    version: (catalog) => {
      const { sequence, segments } = retrieval.stats(catalog);
      return `${boot}.${sequence.toString(36)}.${segments.toString(36)}.${deps.learned?.(catalog) ?? ""}`;
    },
    products: {
      get: (catalog, id) => getProduct(store, catalog, id),
      write: (catalog, lines) => writeProducts(store, catalog, lines),
      put: (catalog, product) => putProduct(store, catalog, product),
      patch: (catalog, id, patch) => patchProduct(store, catalog, id, patch),
      delete: (catalog, id) => deleteProduct(store, catalog, id),
    },
    traffic: (catalog, span) => traffic.read(catalog, span),
    events: deps.behaviour.events,
    users: deps.behaviour.users,
    models: deps.models,
    enrichments: bindEnrichments({ ...stores, languageModel: deps.languageModel ?? null, now: deps.now ?? Date.now }),
    jobs: deps.jobs,
    synonyms: deps.synonyms,
    imports: bindImports({ ...stores, defaultMapping }),
    catalogs: {
      list: async () => (await store.catalogs()).map(describe),
      define: async (name, body, mayBringPatterns) => {
        const mapping = readMapping(body);
        if (!mayBringPatterns) {
          const before = (await store.catalogs()).some((one) => one.name === name) ? [await store.mapping(name)] : [];
          const there = [defaultMapping, ...before].map((one) => one.body);
          const [own] = ownPatterns(body, there);
          if (own !== undefined) throw bringsPattern(own);
        }
        const info = await store.defineCatalog(name, mapping);
        await retrieval.refresh(name);
        return describe(info);
      },
      drop: (name) => store.dropCatalog(name),
    },
    keys: bindKeys(keys),
    health: () => {
      const waiting = catalogs.filter(({ name }) => !healthOf(name).ready).map(({ name }) => name);
      return waiting.length === 0 ? { ready: true } : { ready: false, detail: `Being loaded: ${waiting.join(", ")}.` };
    },
    picture,
    catalogNames: () => catalogs.map(({ name }) => name),
    [Symbol.dispose]: () => clearInterval(timer),
  };
};

const bringsPattern = (pattern: string): WinnowError =>
  new WinnowError("forbidden", `The mapping brings a regular expression of its own: ${pattern.slice(0, 100)}`, {
    where: "/settings/analysis",
    hint: "Use those of mappings/products.json, or let someone define the catalogue whose key reaches all of them.",
  });
