import type { ShopEvent } from "../../domain/event.ts";
import type { Impression } from "../../domain/impression.ts";
import type { LogEntry } from "../../domain/log-entry.ts";

/** How shoppers who search for movies look and click. */
export interface ClickWorld {
  /** Searches that are answered. */
  readonly searches: number;
  /** Deviation of the logarithm of what the order's score is multiplied with, search by search and movie by movie. */
  readonly noise: number;
  /** How probable it is that a position is looked at; from 1. */
  readonly examination: (position: number) => number;
  /** How probable a click is on what is looked at. */
  readonly click: { readonly relevant: number; readonly irrelevant: number };
}

/** A query with what its products were ordered and are to be scored by. */
export interface Searchable {
  readonly text: string;
  readonly ids: readonly string[];
  /** 1 where relevant, else 0. */
  readonly grades: Uint8Array;
  /** What the first stage orders by, one a product, 0 or more. */
  readonly scores: Float32Array;
  /** Row-major, products × columns. */
  readonly vectors: Float32Array;
  readonly columns: number;
}

export const clickWorld: ClickWorld = {
  searches: 33_000,
  noise: 0.1,
  examination: (position) => position ** -0.7,
  click: { relevant: 0.85, irrelevant: 0.1 },
};

/**
 * Searches and clicks as a shop would log them: each shopper searches once, sees the first stage's order with some noise,
 * and looks at positions independently of one another.
 *
 * @param random in [0, 1)
 */
export function* simulateClicks(
  queries: readonly Searchable[],
  world: ClickWorld,
  random: () => number,
): Generator<LogEntry> {
  let sequence = 0;
  for (let search = 0; search < world.searches; search += 1) {
    const query = queries[Math.floor(random() * queries.length)]!;
    const shownAtMs = startMs + search * everyMs;
    const impression = answer(query, search, shownAtMs, world.noise, random);
    sequence += 1;
    yield { sequence, kind: "impression", impression };
    for (const { id, position } of impression.shown) {
      if (random() >= world.examination(position)) continue;
      const relevant = query.grades[query.ids.indexOf(id)] === 1;
      if (random() >= (relevant ? world.click.relevant : world.click.irrelevant)) continue;
      sequence += 1;
      yield { sequence, kind: "event", event: click(impression, id, position) };
    }
  }
}

const startMs = Date.UTC(2026, 0, 1);
const everyMs = 10_000;

function answer(query: Searchable, search: number, shownAtMs: number, noise: number, random: () => number): Impression {
  const { ids, scores, vectors, columns } = query;
  const noisy = Float64Array.from(scores, (score) => score * Math.exp(noise * normal(random)) + 1e-6 * random());
  const order = [...ids.keys()].sort((a, b) => noisy[b]! - noisy[a]!);
  const engineRank = [...ids.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  const shownVectors = new Float32Array(order.length * columns);
  for (const [at, i] of order.entries())
    shownVectors.set(vectors.subarray(i * columns, (i + 1) * columns), at * columns);
  return {
    queryId: search.toString(16).padStart(32, "0"),
    catalog: "movies",
    shownAtMs,
    user: `shopper-${search}`,
    session: `session-${search}`,
    bot: false,
    device: null,
    text: query.text,
    normalized: query.text,
    filters: [],
    sort: { by: "relevance" },
    page: 1,
    size: order.length,
    total: order.length,
    engine: "simulated",
    modelVersion: null,
    arm: "first_stage",
    rescoreMs: null,
    featureSet: "movies",
    stateSequence: 0,
    sessionSequence: 0,
    shown: order.map((i, at) => ({
      id: ids[i]!,
      group: ids[i]!,
      position: at + 1,
      firstStageRank: engineRank.indexOf(i) + 1,
      score: noisy[i]!,
      propensity: 1,
      ownPlace: null,
    })),
    vectors: shownVectors,
  };
}

function click(
  { queryId, catalog, shownAtMs, user, session, normalized }: Impression,
  id: string,
  position: number,
): ShopEvent {
  const timestampMs = shownAtMs + 1000 * position;
  return {
    id: `${queryId}-${id}`,
    catalog,
    type: "click",
    timestampMs,
    receivedAtMs: timestampMs,
    user,
    session,
    queryId,
    query: normalized,
    product: { id, group: id, brand: null, category: null, price: null },
    position,
    priceMinor: null,
    quantity: null,
    currency: null,
    setAside: null,
    extra: null,
  };
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
