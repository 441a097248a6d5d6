import type { ShopEvent } from "../domain/event.ts";
import type { Impression, ShownProduct } from "../domain/impression.ts";

/** 2026-01-15, 12:00 UTC. */
export const noonMs = Date.UTC(2026, 0, 15, 12);

/** A click of `u1` on `a`, unless told otherwise. */
export function shopEvent(id: string, more: Partial<ShopEvent> = {}): ShopEvent {
  return {
    ...{ id, catalog: "shop", type: "click", timestampMs: noonMs, receivedAtMs: noonMs },
    ...{ user: "u1", session: null, queryId: null, query: null },
    product: { id: "a", group: "a", brand: "Acme", category: "Lamps", price: 10 },
    ...{ position: 1, priceMinor: null, quantity: null, currency: null, setAside: null, extra: null },
    ...more,
  };
}

/** A search of `u1` for "red lamp" that showed `a` and `b`, with two features, unless told otherwise. */
export function searchShown(queryId: string, more: Partial<Impression> = {}): Impression {
  return {
    ...{ queryId, catalog: "shop", shownAtMs: noonMs, user: "u1", session: null, bot: false, device: null },
    ...{ text: "Red lamp", normalized: "red lamp", filters: [], sort: { by: "relevance" } },
    ...{ page: 1, size: 2, total: 2, engine: "embedded", modelVersion: null, arm: "first_stage", rescoreMs: null },
    ...{ featureSet: "f1", stateSequence: 0, sessionSequence: 0 },
    shown: [shownProduct("a", 1), shownProduct("b", 2)],
    vectors: new Float32Array([0.5, NaN, -0, 1e-45]),
    ...more,
  };
}

export function shownProduct(id: string, position: number): ShownProduct {
  return { id, group: id, position, firstStageRank: position, score: 1 / position, propensity: 1, ownPlace: null };
}
