import { readFileSync } from "node:fs";
import { createRateLimits } from "../access/rate-limits.ts";
import { WinnowError } from "../domain/errors.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Hit, SearchAnswer } from "../domain/search.ts";
import { nobody } from "../domain/visitor.ts";
import { createApp, type HttpSettings } from "../http/app.ts";
import type { Route } from "../http/route.ts";
import { type HttpServer, listen } from "../http/server.ts";
import type { Shop } from "../http/shop.ts";
import type { WebFiles } from "../http/web.ts";
import { type Log, silentLog } from "../observe/log.ts";
import { createReport } from "../observe/report.ts";
import type { EnrichmentAnswer } from "../wire/enrichment.ts";
import type { ExplainAnswer } from "../wire/explain.ts";
import type { JobAnswer } from "../wire/job.ts";
import type { DecisionAnswer, LearningAnswer, ModelAnswer } from "../wire/model.ts";
import type { SynonymAnswer } from "../wire/synonym.ts";
import type { TrafficReport } from "../events/traffic-report.ts";
import { readMapping } from "../text/read-mapping.ts";

/** The repository's mapping of the default catalogue. */
export const defaultMapping: CatalogMapping = readMapping(
  JSON.parse(readFileSync(new URL("../../../mappings/products.json", import.meta.url), "utf8")),
);

export const adminKey = "wk_admin_test";
export const searchKey = "wk_search_test";
/** An admin key for the catalogue `products` alone. */
export const narrowKey = "wk_admin_narrow";

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly routes: readonly Route[];
  readonly server: HttpServer;
  /** Sets readiness off, as the signal to stop does. */
  stopping: boolean;
}

export interface TestServerOptions {
  readonly shop?: Partial<Shop>;
  readonly settings?: Partial<HttpSettings>;
  readonly web?: WebFiles;
  readonly log?: Log;
}

/** The HTTP layer over a shop of few words, on a free port. */
export const startTestServer = async ({ shop, settings, web, log }: TestServerOptions = {}): Promise<TestServer> => {
  const report = createReport(log ?? silentLog);
  const state = { stopping: false };
  const rates = createRateLimits({ shared: null, secret: "rates", now: Date.now });
  const { handle, routes } = createApp({
    shop: { ...fakeShop(), ...shop },
    report,
    web: web ?? null,
    version: "0.0.0-test",
    settings: {
      corsOrigins: [],
      trustProxy: false,
      requireSearchKey: false,
      searchDeadlineMs: 800,
      adminDeadlineMs: 5000,
      searchAtOnce: 64,
      adminAtOnce: 16,
      adminPerMinute: 100_000,
      searchPerMinute: 1_000_000,
      searchPerMinuteOfKey: 1_000_000,
      rates,
      eventsAtOnce: 64,
      eventsPerMinute: 1_000_000,
      ...settings,
    },
    stopping: () => state.stopping,
  });
  const server = await listen(handle, { host: "127.0.0.1", port: 0, lingerMs: 0, drainMs: 2000 });
  return Object.assign(state, {
    url: server.url,
    routes,
    server,
    async [Symbol.asyncDispose]() {
      await server.stop();
      report[Symbol.dispose]();
    },
  });
};

const fakeSynonym: SynonymAnswer = {
  ...{ id: "0123456789abcdef", kind: "one_way", from: "hosepipe", to: "garden hose", status: "proposed" },
  source: "log",
  evidence: { shoppers: 4, share: 0.8, lift: 12, examples: [{ searched: "hosepipe", then: "garden hose" }] },
  ...{ effect: null, watch: null, by: "backfill" },
  created_at: "2026-01-15T12:00:00.000Z",
  updated_at: "2026-01-15T12:00:00.000Z",
};

const fakeEnrichment: EnrichmentAnswer = {
  ...{
    product: "a-1",
    status: "proposed",
    description: "A lamp.",
    attributes: {},
    source: ["title: Lamp"],
    findings: [],
  },
  ...{ model: "scripted", prompt_version: "describe-1", source_hash: "h", batch: "b-1", edited: false, by: "backfill" },
  ...{ written_at: "2026-01-31T00:00:00.000Z", updated_at: "2026-01-31T00:00:00.000Z" },
};

export const fakeHit: Hit = {
  id: "a-1",
  position: 1,
  score: 1.5,
  variants: 2,
  source: '{"id":"a-1","title":"Lamp <b>","price":10}',
};

export const fakeAnswer: SearchAnswer = {
  queryId: "0123456789abcdef0123456789abcdef",
  total: 1,
  page: 1,
  size: 24,
  hits: [fakeHit],
  ranking: { order: "first_stage", model: null, arm: "first_stage" },
  facets: [
    { kind: "terms", field: "brand", values: [{ value: "Acme", count: 1 }], more: 3 },
    { kind: "stats", field: "price", count: 1, min: 10, max: 10, avg: 10, sum: 10 },
  ],
  degraded: [],
};

const fakeExplanation: ExplainAnswer = {
  query: "lamp",
  product: "a-1",
  position: 2,
  total: 3,
  ranking: { order: "learned", model: "m-0123456789ab", arm: "champion" },
  score: 1.25,
  base: 0.25,
  contributions: [
    {
      group: "title",
      says: "words in the title",
      value: 1.5,
      features: [{ name: "title_bm25", value: 3.5, contribution: 1.5 }],
    },
    { group: "price", says: "price", value: -0.5, features: [{ name: "price_rank", value: null, contribution: -0.5 }] },
  ],
  first_stage: { rank: 5, score: 3.5, parts: [{ name: "title", value: 3.5 }] },
  rules: [],
  would_move: [{ says: "price", position: 1 }],
  lineage: null,
};

const nothing = { searches: 0, zero_results: 0, clicks: 0, add_to_carts: 0, purchases: 0, set_aside: 0 };

const fakeTraffic: TrafficReport = {
  from_ms: 0,
  to_ms: 60_000,
  step_ms: 60_000,
  buckets: [{ at_ms: 0, ...nothing }],
  totals: nothing,
  top_queries: [],
  empty_queries: [],
  arms: [],
  behind: 0,
};

export const fakeModel: ModelAnswer = {
  ...{ version: "m-0123456789ab", catalog: "products", status: "champion", created_at: "2025-01-01T00:00:00.000Z" },
  ...{ trainer: "built-in", feature_set: "f-1", sha256: "00", bytes: 1, params: {}, importance: [] },
  window: { from: "", to: "", first_sequence: 1, last_sequence: 2, searches: 1, rows: 3, positives: 1 },
};

const fakeDecision: DecisionAnswer = {
  ...{ id: "d-1", catalog: "products", at: "2025-01-01T00:00:00.000Z", kind: "promote", version: "m-0123456789ab" },
  ...{ against: null, by: "admin", reason: "Promoted by hand.", checks: [], report: { kind: "by_hand" } },
};

const fakeStatus: LearningAnswer = {
  ...{ events: 2, searches: 3, judged_searches_since_training: 1, retrain_at: { searches: 2000, at_ms: null } },
  ...{ training: null, last_training_ms: null, last_outcome: null, canary: null, suspended: null },
  serving: { champion: "m-0123456789ab", canary: null },
};

export const fakeJob: JobAnswer = {
  ...{ id: "retention-0123456789abcdef", name: "retention", payload: {}, state: "waiting", cancelling: false },
  ...{
    created_at: "2025-01-01T00:00:00.000Z",
    due_at: "2025-01-01T00:00:00.000Z",
    started_at: null,
    finished_at: null,
  },
  ...{ failures: 0, max_attempts: 5, progress: null, result: null, error: null },
};

/** One catalogue, `products`, that answers every search alike and holds the product `a-1`. */
export const fakeShop = (): Shop => {
  const mapping = (catalog: string) => {
    if (catalog === "products") return defaultMapping;
    throw new WinnowError("catalog_not_found", `There is no catalogue ${catalog}.`, { where: "catalog" });
  };
  const product = (id: string) => {
    if (id !== "a-1") throw new WinnowError("product_not_found", `There is no product ${id}.`, { where: "id" });
    return fakeHit.source;
  };
  const model = (version: string) => {
    if (version !== fakeModel.version) throw new WinnowError("not_found", `There is no model ${version}.`);
    return fakeModel;
  };
  const job = (id: string) => {
    if (id !== fakeJob.id) throw new WinnowError("not_found", `There is no job ${id}.`, { where: "id" });
    return fakeJob;
  };
  const key = { id: "k1", label: "test", scopes: ["admin" as const], catalogs: null, created_at: "", expires_at: null };
  const record = {
    id: "i1",
    catalog: "products",
    state: "done" as const,
    started_at: "2025-01-01T00:00:00.000Z",
    finished_at: "2025-01-01T00:00:01.000Z",
    read: 1,
    rejected: 0,
    counts: { created: 1, updated: 0, unchanged: 0, deleted: 0 },
    error: null,
  };
  return {
    search: ({ facets }) =>
      Promise.resolve(facets?.length === 1 ? { ...fakeAnswer, facets: fakeAnswer.facets.slice(0, 1) } : fakeAnswer),
    suggest: () =>
      Promise.resolve({
        suggestions: [{ text: "lamp", kind: "query", count: 1 }],
        brands: [{ text: "Acme", kind: "brand", count: 1 }],
        categories: [],
        products: [fakeHit],
        degraded: [],
      }),
    explain: ({ catalog, product: id }) => (mapping(catalog), product(id), Promise.resolve(fakeExplanation)),
    mapping,
    visitor: () => nobody,
    version: () => "v1",
    products: {
      get: async (catalog, id) => (mapping(catalog), await Promise.resolve(product(id))),
      write: (catalog, lines) => {
        mapping(catalog);
        return Promise.resolve(
          lines.map((line) =>
            "delete" in line
              ? { id: line.delete, result: "deleted" as const }
              : { id: idOf(line.put), result: "created" as const },
          ),
        );
      },
      put: async (catalog) => (mapping(catalog), await Promise.resolve("created" as const)),
      patch: async (catalog, id) => (mapping(catalog), product(id), await Promise.resolve("updated" as const)),
      delete: async (catalog, id) => {
        mapping(catalog);
        await Promise.resolve(product(id));
      },
    },
    imports: {
      async run({ catalog, body, idempotencyKey }) {
        mapping(catalog);
        let bytes = 0;
        for await (const chunk of body) bytes += (chunk as Buffer).length;
        return { import: { ...record, read: bytes }, repeated: idempotencyKey === "again" };
      },
      find: (id) => Promise.resolve(id === "i1" ? record : null),
      list: (catalog) => (mapping(catalog), Promise.resolve([record])),
    },
    events: {
      take: (catalog, events) => {
        mapping(catalog);
        const rejected = events.flatMap((one, index) =>
          one.kind === "rejected"
            ? [{ index, code: one.error.code, where: one.error.where ?? "", detail: one.error.message }]
            : [],
        );
        return Promise.resolve({ accepted: events.length - rejected.length, duplicates: 0, repeated: 0, rejected });
      },
    },
    users: { erase: () => Promise.resolve({ events: 2, impressions: 1 }) },
    catalogs: {
      list: () => Promise.resolve([{ name: "products", products: 1, ready: true, behind: 0 }]),
      define: (name, body) => {
        readMapping(body);
        return Promise.resolve({ name, products: 0, ready: true, behind: 0 });
      },
      drop: async (name) => {
        await Promise.resolve(mapping(name));
      },
    },
    keys: {
      check: (secret) => Promise.resolve(grants.get(secret) ?? null),
      has: () => Promise.resolve(true),
      issue: (body) => Promise.resolve({ ...key, label: body.label, key: "wk_admin_new" }),
      list: () => Promise.resolve([key]),
      remove: (id) => Promise.resolve(id === "k1"),
    },
    traffic: (catalog) => (mapping(catalog), Promise.resolve(fakeTraffic)),
    enrichments: {
      list: () =>
        Promise.resolve({
          counts: { proposed: 1, applied: 0, refused: 0, reverted: 0 },
          enrichments: [fakeEnrichment],
          next: null,
        }),
      decide: (_, product, { kind }) =>
        product === fakeEnrichment.product
          ? Promise.resolve({ ...fakeEnrichment, status: kind === "accept" ? "applied" : "refused" })
          : Promise.reject(new WinnowError("not_found", "No model has written anything for it.")),
      revert: () => Promise.resolve(1),
      spend: () => Promise.resolve({ spend: [], month: null }),
    },
    synonyms: {
      list: () =>
        Promise.resolve({
          counts: { proposed: 1, live: 0, refused: 0, retired: 0 },
          synonyms: [fakeSynonym],
          next: null,
        }),
      add: (_, { from, to }) => Promise.resolve({ ...fakeSynonym, from, to, status: "live", source: "person" }),
      decide: (_, id) =>
        id === fakeSynonym.id
          ? Promise.resolve({ ...fakeSynonym, status: "live" })
          : Promise.reject(new WinnowError("not_found", "There is no such synonym.")),
      edit: (_, id, { from, to }) =>
        id === fakeSynonym.id
          ? Promise.resolve({ synonym: { ...fakeSynonym, from, to, status: "live" }, was: null })
          : Promise.reject(new WinnowError("not_found", "There is no such synonym.")),
      preview: (_, { from, q }) => {
        const hits = [{ id: "a-1", title: "Garden hose", only_here: true }];
        const [without, found] = [
          { total: 0, whole: true, hits: [] },
          { total: 1, whole: true, hits },
        ];
        return Promise.resolve({ text: q ?? from, without, with: found });
      },
    },
    models: {
      list: () =>
        Promise.resolve({
          models: [fakeModel],
          pointer: { revision: 1, champion: fakeModel.version, canary: null },
        }),
      find: (_, version) => Promise.resolve(model(version)),
      decisions: (_, limit) => Promise.resolve([fakeDecision].slice(0, limit)),
      status: () => Promise.resolve(fakeStatus),
      train: () => Promise.resolve({ started: true, says: "It runs." }),
      promote: (_, version) => Promise.resolve({ ...fakeDecision, version: model(version).version }),
      rollBack: () => Promise.resolve({ ...fakeDecision, kind: "roll_back" as const }),
    },
    jobs: {
      list: () => Promise.resolve({ jobs: [fakeJob], names: [], schedules: [] }),
      find: (id) => Promise.resolve({ job: job(id), log: ["2025-01-01T00:00:00.000Z begun"] }),
      enqueue: ({ name, id }) => {
        if (name !== "retention") throw new WinnowError("invalid_request", "There is no such job.", { where: "/name" });
        return Promise.resolve({ job: fakeJob, fresh: id === undefined });
      },
      cancel: (id) => Promise.resolve({ ...job(id), cancelling: true }),
      retry: (id) => Promise.resolve(job(id)),
    },
    health: () => ({ ready: true }),
    picture: (name) => (name === "lamp_red_blue_1" ? "<svg xmlns='http://www.w3.org/2000/svg'/>" : null),
  };
};

const grants = new Map([
  [adminKey, { id: "k1", scopes: ["admin" as const], catalogs: null }],
  [searchKey, { id: "k2", scopes: ["search" as const], catalogs: null }],
  [narrowKey, { id: "k3", scopes: ["admin" as const], catalogs: ["products"] }],
]);

const idOf = (product: unknown): string => String((product as { id?: unknown }).id);
