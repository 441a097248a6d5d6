import type { ShopEvent } from "../domain/event.ts";
import type { Impression, ShownProduct } from "../domain/impression.ts";
import type { LogEntry } from "../domain/log-entry.ts";
import type { EventStore } from "../ports/event-store.ts";
import { seededRandom } from "../../ranking/metrics/random.ts";
import { anEvent, anImpression } from "./log-builders.ts";

/** Columns of the vectors; `clicks` is a counter, the others are given. */
export const columns = ["text", "quality", "fit", "price", "noise", "clicks"] as const;

export interface ShoppingOptions {
  readonly seed: number;
  readonly searches: number;
  readonly queries?: number;
  /** Until this share of the log all shoppers ask for the same. */
  readonly oneQueryUntil?: number;
  /** What products are shown by; their text unless told. */
  readonly orderBy?: (values: Float32Array) => number;
  /** Changes a search before it is logged; @param share of the log that is past */
  readonly tamper?: (search: Search, share: number, random: () => number) => void;
}

/** A search on its way into the log. */
export interface Search {
  query: number;
  user: string;
  /** Counters' place in the log. */
  stateSequence: number | null;
  readonly products: readonly Shown[];
  /** Position of each click, from 1, in order. */
  clicks: number[];
  /** Milliseconds from the answer to each click. */
  clickAfterMs: number;
}

export interface Shown {
  readonly id: number;
  readonly values: Float32Array;
  /** Probability of a click by who looks at it. */
  readonly appeal: number;
}

const PRODUCTS = 40;
const SHOWN = 20;
const START_MS = Date.UTC(2026, 0, 1);

/**
 * The log of a shop with shoppers who look at places the less the lower they are (1 / position^0.8) and click by an
 * appeal that the columns tell only a part of. Only what is logged knows of it; `truth` tells it to the tests.
 */
export function shoppingLog(options: ShoppingOptions): readonly LogEntry[] {
  const { seed, searches, queries = 150, oneQueryUntil = 0, orderBy = textOf, tamper } = options;
  const random = seededRandom(seed);
  const world = createWorld(queries);
  const entries: LogEntry[] = [];
  const clicked = new Map<string, number>();
  for (let n = 0; n < searches; n += 1) {
    const query = n < oneQueryUntil * searches ? 0 : world.drawQuery(random);
    const products = world.window(query, random, orderBy, (id) => clicked.get(`${query}/${id}`) ?? 0);
    const search: Search = {
      ...{ query, products, stateSequence: null, clickAfterMs: 4000, clicks: [] },
      user: `user-${seed}-${Math.floor(n / 3)}`,
    };
    for (const [i, { appeal }] of products.entries()) {
      if (random() < (i + 1) ** -0.8 && random() < appeal) search.clicks.push(i + 1);
    }
    tamper?.(search, n / searches, random);
    const shownAtMs = START_MS + n * 60_000;
    const queryId = `${seed}-${n}`;
    entries.push(impressionEntry(search, { queryId, shownAtMs, sequence: entries.length + 1 }));
    for (const position of search.clicks) {
      const shown = search.products[position - 1]!;
      const key = `${search.query}/${shown.id}`;
      clicked.set(key, (clicked.get(key) ?? 0) + 1);
      const common = { queryId, user: search.user, session: search.user, query: `query ${search.query}`, position };
      const timestampMs = shownAtMs + search.clickAfterMs + position;
      const click = { ...common, timestampMs, receivedAtMs: timestampMs, product: productOf(search.query, shown.id) };
      push(entries, anEvent(click));
      if (random() < 0.3 * shown.appeal) {
        push(entries, anEvent({ ...click, type: "purchase", priceMinor: 1000, quantity: 1, currency: "EUR" }));
      }
    }
  }
  return entries;
}

/** NDCG@10 of an order on searches that are in no log, by the appeal itself. */
export function trueNdcg(scoreOf: (values: Float32Array) => number, searches = 3000, queries = 150): number {
  const random = seededRandom(999);
  const world = createWorld(queries);
  let sum = 0;
  for (let n = 0; n < searches; n += 1) {
    const shown = world.window(world.drawQuery(random), random, textOf, () => 0);
    const ranked = shown.map(({ values, appeal }) => ({ appeal, score: scoreOf(values) }));
    ranked.sort((a, b) => b.score - a.score);
    const gains = ranked.map(({ appeal }) => appeal);
    sum += dcg(gains) / dcg([...gains].sort((a, b) => b - a));
  }
  return sum / searches;
}

/** What training reads of an event store, over entries in memory. */
export function memoryLog(entries: readonly LogEntry[]): Pick<EventStore, "read" | "tail" | "head" | "erasures"> {
  const after = (sequence: number, limit: number) => entries.slice(sequence, sequence + limit);
  return {
    read: (_, sequence, limit) => Promise.resolve(after(sequence, limit)),
    tail: (_, sequence, limit) => {
      const found = after(sequence, limit);
      return Promise.resolve({ entries: found, erasures: [], to: sequence + found.length });
    },
    head: () => Promise.resolve(entries.length),
    erasures: () => Promise.resolve([]),
  };
}

const textOf = (values: Float32Array): number => values[0]!;

/** When the log has ended. */
export const endOf = (entries: readonly LogEntry[]): number => {
  const last = entries.at(-1)!;
  return (last.kind === "impression" ? last.impression.shownAtMs : last.event.receivedAtMs) + 1000;
};

const dcg = (gains: readonly number[]): number =>
  gains.slice(0, 10).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);

/** The same for every seed: seeds draw shoppers. */
function createWorld(queries: number) {
  const random = seededRandom(4711);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const candidates = Array.from({ length: queries }, () =>
    Array.from({ length: PRODUCTS }, (_, id) => {
      const [text, quality, fit, price, noise] = [normal(), normal(), normal(), normal(), normal()];
      const utility = 0.6 * text + 0.8 * quality + 0.6 * fit - 0.3 * price + 0.7 * normal();
      return { id, given: [text, quality, fit, price, noise], appeal: 0.7 / (1 + Math.exp(-1.5 * (utility - 1.2))) };
    }),
  );
  const shares = Float64Array.from({ length: queries }, (_, i) => 1 / (i + 5));
  const total = shares.reduce((a, b) => a + b, 0);
  return {
    drawQuery(draw: () => number): number {
      let left = draw() * total;
      for (let query = 0; query < queries; query += 1) if ((left -= shares[query]!) < 0) return query;
      return queries - 1;
    },
    /** What is in stock changes from search to search, and close scores change places. */
    window(
      query: number,
      draw: () => number,
      orderBy: (values: Float32Array) => number,
      clicksOf: (id: number) => number,
    ): readonly Shown[] {
      return candidates[query]!.filter(() => draw() < 0.8)
        .map(({ id, given, appeal }) => {
          const values = Float32Array.from([...given, clicksOf(id)]);
          return { id, appeal, values, rank: orderBy(values) + 0.5 * (draw() - 0.5) };
        })
        .sort((a, b) => b.rank - a.rank)
        .slice(0, SHOWN);
    },
  };
}

function impressionEntry(
  { query, user, products, stateSequence }: Search,
  at: { readonly queryId: string; readonly shownAtMs: number; readonly sequence: number },
): LogEntry {
  const { queryId, shownAtMs, sequence } = at;
  const vectors = new Float32Array(products.length * columns.length);
  for (const [i, { values }] of products.entries()) vectors.set(values, i * columns.length);
  const shown = products.map(({ id }, i): ShownProduct => {
    const { id: name, group } = productOf(query, id);
    return {
      id: name,
      group,
      position: i + 1,
      firstStageRank: i + 1,
      score: products.length - i,
      propensity: 1,
      ownPlace: null,
    };
  });
  const impression: Impression = anImpression({
    ...{ queryId, shownAtMs, user, session: user, shown, vectors, total: products.length },
    ...{ text: `query ${query}`, normalized: `query ${query}`, stateSequence: stateSequence ?? sequence - 1 },
  });
  return { sequence, kind: "impression", impression };
}

const productOf = (query: number, id: number) => {
  const name = `p-${query}-${id}`;
  return { id: name, group: name, brand: null, category: null, price: null };
};

function push(entries: LogEntry[], event: ShopEvent): void {
  entries.push({ sequence: entries.length + 1, kind: "event", event: { ...event, id: `e-${entries.length}` } });
}
