import { seededRandom } from "../ranking/metrics/random.ts";
import type { ShopEvent } from "../src/domain/event.ts";
import type { Impression } from "../src/domain/impression.ts";
import type { EventStore } from "../src/ports/event-store.ts";
import { anEvent, anImpression, aShownProduct } from "../src/testing/log-builders.ts";

export interface LogShape {
  readonly impressions: number;
  readonly shown: number;
  readonly columns: number;
  readonly catalog: string;
  readonly featureSet: string;
  /** The last impression's time; the first is 60 days earlier. */
  readonly endMs: number;
  readonly seed: number;
}

const CHUNK = 500;
const DAYS = 60;
const QUERIES = 2000;
const SEARCHES_A_SHOPPER = 5;

/** Searches, and clicks on what a curved function of the first four features says and the shopper has looked at. */
export async function fillLog(events: EventStore, shape: LogShape): Promise<void> {
  const random = seededRandom(shape.seed);
  for (let from = 0; from < shape.impressions; from += CHUNK) {
    const count = Math.min(CHUNK, shape.impressions - from);
    // All searches of a chunk are written before their clicks; each had seen what happened before it.
    const head = await events.head(shape.catalog);
    const chunk: ShopEvent[] = [];
    const impressions = Array.from({ length: count }, (_, i) => {
      const impression = { ...search(from + i, shape, random), stateSequence: head + count + chunk.length };
      chunk.push(...clicks(impression, shape, random));
      return impression;
    });
    await events.appendImpressions(impressions);
    await events.append(chunk);
  }
}

function search(i: number, shape: LogShape, random: () => number): Impression {
  const query = `query ${Math.floor(random() ** 2 * QUERIES)}`;
  const { catalog, featureSet, shown, columns, impressions, endMs } = shape;
  const vectors = Float32Array.from({ length: shown * columns }, (_, at) =>
    at % columns < columns / 2 ? random() : random() < 0.8 ? 0 : Math.round(random() * 8),
  );
  const shopper = Math.floor(i / SEARCHES_A_SHOPPER);
  return anImpression({
    ...{ catalog, featureSet, vectors, total: shown, text: query, normalized: query },
    queryId: i.toString(16).padStart(32, "0"),
    shownAtMs: Math.round(endMs - DAYS * 86_400_000 * (1 - i / impressions)),
    user: `user-${shopper}`,
    session: `session-${shopper}`,
    shown: Array.from({ length: shown }, (_, at) => {
      const id = `p-${Math.floor(random() * 50_000)}-${at}`;
      return aShownProduct({ position: at + 1, id, group: id });
    }),
  });
}

function clicks(impression: Impression, { columns, catalog }: LogShape, random: () => number): ShopEvent[] {
  const { queryId, shownAtMs, user, session, normalized, shown, vectors } = impression;
  return shown.flatMap(({ id, position }, row) => {
    const [a, b, c, d] = vectors.subarray(row * columns) as unknown as [number, number, number, number];
    const wanted = a + (b > 0.5 ? c : 1 - c) - 4 * (d - 0.5) ** 2;
    if (random() > position ** -0.7 || random() > (wanted > 1.2 ? 0.6 : 0.08)) return [];
    const timestampMs = shownAtMs + 2000 * position + Math.floor(random() * 1000);
    const product = { id, group: id, brand: null, category: null, price: null };
    const when = { timestampMs, receivedAtMs: timestampMs };
    return [
      anEvent({
        ...when,
        catalog,
        queryId,
        user,
        session,
        query: normalized,
        product,
        position,
        id: `${queryId}:${id}`,
      }),
    ];
  });
}
