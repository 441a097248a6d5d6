import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { makeDemoShop } from "../src/cli/demo.ts";
import { defaultCatalog, openStores } from "../src/compose.ts";
import { readConfig } from "../src/config/config.ts";
import type { EventProduct } from "../src/domain/event.ts";
import type { Impression } from "../src/domain/impression.ts";
import type { LogEntry } from "../src/domain/log-entry.ts";
import type { Stores } from "../src/open-engine.ts";
import type { EventStore } from "../src/ports/event-store.ts";
import type { Retrieval } from "../src/ports/retrieval.ts";
import type { SynonymRule } from "../src/query/synonyms.ts";
import { createSearch } from "../src/search/search.ts";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { fakeClock } from "../src/simulation/shoppers/clock.ts";
import { createShoppers } from "../src/simulation/shoppers/create-shoppers.ts";
import type { ShopAnswer, ShopDoor, ShopSearch, ShopperEvent } from "../src/simulation/shoppers/door.ts";
import { usualHabits } from "../src/simulation/shoppers/habits.ts";
import { createWorld, type World } from "../src/simulation/shoppers/world.ts";
import { moreWordPairs } from "../src/simulation/more-word-pairs.ts";
import { wordPairs } from "../src/simulation/word-pairs.ts";

/** The simulated shop without a list of synonyms; shoppers call its search directly, and its log is kept in memory. */
export interface SynonymsShop extends AsyncDisposable {
  readonly world: World;
  readonly stores: Stores;
  readonly retrieval: Retrieval;
  readonly log: readonly LogEntry[];
  readonly events: Pick<EventStore, "tail" | "head" | "erasures">;
  readonly now: () => number;
  /** So many sessions of shoppers of this seed; what they do is logged. */
  run(seed: number, sessions: number): Promise<void>;
  /** What such shoppers search for first; nothing is logged. */
  texts(seed: number, sessions: number): Promise<readonly string[]>;
  /** How many products are found. */
  total(text: string, rules: readonly SynonymRule[]): Promise<number>;
}

/** They know three times as many second names as the demo's shoppers. */
const habits = { ...usualHabits, wordPairs: [...wordPairs, ...moreWordPairs] };
const opensMs = Date.UTC(2026, 0, 15);

export const openSynonymsShop = async (products: number): Promise<SynonymsShop> => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-synonyms-"));
  const clock = fakeClock(opensMs);
  const config = readConfig({ WINNOW_DATA: folder, LOG_LEVEL: "silent" });
  const stores = await openStores(config, defaultCatalog, () => clock.now());
  await makeDemoShop({ store: stores.products, catalog: defaultCatalog, count: products, seed: 1, nowMs: opensMs });
  const retrieval = await stores.openRetrieval({ onTrouble: () => undefined, onIndexing: () => undefined });
  await retrieval.refresh(defaultCatalog);
  const world = createWorld({
    seed: 1,
    products: generateProducts({ seed: 1, count: products, nowMs: opensMs }),
    habits,
  });
  const log: LogEntry[] = [];
  const find = finder(retrieval);

  let searches = 0;
  const doorThat = (note: (entry: Entry) => void): ShopDoor => ({
    async search(asked) {
      searches += 1;
      const queryId = asked.queryId ?? searches.toString(16).padStart(32, "0");
      const { total, hits } = await find(asked.text, asked.page, none);
      const shown = hits.map(({ id }, i) => ({
        id,
        group: world.shelf.items.get(id)?.group.id ?? id,
        position: i + 1,
      }));
      note({ kind: "impression", impression: toImpression(asked, queryId, total, shown, clock.now()) });
      return { queryId, total, hits, model: null };
    },
    send(events) {
      for (const event of events) note({ kind: "event", event: toEvent(event, world) });
      return Promise.resolve();
    },
  });
  const run = async (seed: number, sessions: number, note: (entry: Entry) => void) =>
    createShoppers({ seed, world, clock, door: doorThat(note), bots: 0, everyMs: 100_000 }).run(sessions);

  return {
    ...{ world, stores, retrieval, log, now: () => clock.now() },
    run: (seed, sessions) => run(seed, sessions, (entry) => log.push({ ...entry, sequence: log.length + 1 })),
    async texts(seed, sessions) {
      const texts: string[] = [];
      await run(seed, sessions, (entry) => {
        if (entry.kind === "impression" && entry.impression.page === 1) texts.push(entry.impression.text);
      });
      return texts;
    },
    total: async (text, rules) => (await find(text, 1, rules)).total,
    events: {
      head: () => Promise.resolve(log.length),
      tail: async (_, after, limit) => {
        await breathe();
        const entries = log.slice(after, after + limit);
        return { entries, erasures: [], to: after + entries.length };
      },
      erasures: () => Promise.resolve([]),
    },
    async [Symbol.asyncDispose]() {
      await retrieval[Symbol.asyncDispose]();
      await stores.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

type Entry = { readonly kind: "impression"; readonly impression: Impression } | { readonly kind: "event"; readonly event: ReturnType<typeof toEvent> }; // prettier-ignore
const none: readonly SynonymRule[] = [];
const deadlineMs = 10_000;

/** Nothing is learned, so that the same text finds the same. */
function finder(retrieval: Retrieval) {
  const known = new Map<string, Pick<ShopAnswer, "total" | "hits">>();
  return async (
    text: string,
    page: number,
    rules: readonly SynonymRule[],
  ): Promise<Pick<ShopAnswer, "total" | "hits">> => {
    const key = `${page} ${text}`;
    const before = rules === none ? known.get(key) : undefined;
    if (before !== undefined) return before;
    const search = createSearch({ retrieval, synonyms: () => rules, newQueryId: () => "" });
    const { total, hits } = await search.search(
      {
        ...{ catalog: defaultCatalog, text, filters: [], facets: [], sort: { by: "relevance" }, page, size: 24 },
        ...{ collapse: true, explain: false, highlight: false, order: "text" },
      },
      { signal: AbortSignal.timeout(deadlineMs), remainingMs: () => deadlineMs },
    );
    const found = { total, hits: hits.map(({ id, position, score }) => ({ id, position, score })) };
    if (rules === none) known.set(key, found);
    return found;
  };
}

function toImpression(
  { text, user, session, page, size }: ShopSearch,
  queryId: string,
  total: number,
  shown: readonly { readonly id: string; readonly group: string; readonly position: number }[],
  shownAtMs: number,
): Impression {
  return {
    ...{ queryId, catalog: defaultCatalog, shownAtMs, user, session, bot: false, device: null, text, normalized: text },
    ...{ filters: [], sort: { by: "relevance" }, page, size, total, engine: "embedded", modelVersion: null },
    ...{ arm: "first_stage", rescoreMs: null, featureSet: "", stateSequence: 0, sessionSequence: 0 },
    shown: shown.map((one) => ({ ...one, firstStageRank: one.position, score: 0, propensity: 1, ownPlace: null })),
    vectors: new Float32Array(0),
  };
}

function toEvent({ product: id, price, ...event }: ShopperEvent, { shelf }: World) {
  const product: EventProduct = { id, group: shelf.items.get(id)?.group.id ?? id, brand: null, category: null, price };
  return {
    ...{ ...event, catalog: defaultCatalog, receivedAtMs: event.timestampMs, query: null, product },
    ...{ priceMinor: null, quantity: null, currency: null, setAside: null, extra: null },
  };
}
