import type { ShopEvent } from "../domain/event.ts";
import type { Impression, ShownProduct } from "../domain/impression.ts";

/** An impression of three products by an unknown engine, changed as a test needs it. */
export const anImpression = (more: Partial<Impression> = {}): Impression => ({
  queryId: "0".repeat(32),
  catalog: "shop",
  shownAtMs: 1_700_000_000_000,
  user: "user",
  session: "session",
  bot: false,
  device: "desktop",
  text: "lamp",
  normalized: "lamp",
  filters: [],
  sort: { by: "relevance" },
  page: 1,
  size: 24,
  total: 3,
  engine: "embedded",
  modelVersion: null,
  arm: "first_stage",
  rescoreMs: null,
  featureSet: "f-1",
  stateSequence: 0,
  sessionSequence: 0,
  shown: [1, 2, 3].map((position) => aShownProduct({ position })),
  vectors: new Float32Array(),
  ...more,
});

export const aShownProduct = (more: Partial<ShownProduct> & { readonly position: number }): ShownProduct => ({
  id: `p-${more.position}`,
  group: `p-${more.position}`,
  firstStageRank: more.position,
  score: 10 - more.position,
  propensity: 1,
  ownPlace: null,
  ...more,
});

/** A click on the first of them. */
export const anEvent = (more: Partial<ShopEvent> = {}): ShopEvent => ({
  id: `${more.queryId ?? ""}:${more.type ?? "click"}:${more.product?.id ?? "p-1"}`,
  catalog: "shop",
  type: "click",
  timestampMs: 1_700_000_001_000,
  receivedAtMs: 1_700_000_001_000,
  user: "user",
  session: "session",
  queryId: "0".repeat(32),
  query: "lamp",
  product: { id: "p-1", group: "p-1", brand: null, category: null, price: null },
  position: 1,
  priceMinor: null,
  quantity: null,
  currency: null,
  setAside: null,
  extra: null,
  ...more,
});
