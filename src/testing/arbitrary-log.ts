import fc from "fast-check";
import type { ShopEvent } from "../domain/event.ts";
import type { Impression } from "../domain/impression.ts";
import type { LogEntry } from "../domain/log-entry.ts";

const DAY_MS = 86_400_000;

/** Entries of a log for tests: few words, products and days, so that everything meets everything. */
export const NOW_MS = 20_000 * DAY_MS + 12_345_678;

const group = fc.constantFrom("g1", "g2", "g:3", "gé4", "__proto__");
const words = fc.constantFrom("red lamp", "lamp red", "lamp", "", "a b c d e f g h i j", "x".repeat(60));
const position = fc.option(fc.constantFrom(1, 2, 3, 7, 25, 49, 51, 1000), { nil: null });

export const shopEvent: fc.Arbitrary<ShopEvent> = fc
  .record({
    type: fc.constantFrom("view", "click", "add_to_cart", "purchase", "return", "remove_from_cart", "own-word"),
    ageMs: fc.integer({ min: -5 * 60_000, max: 31 * DAY_MS }),
    group: fc.option(group, { nil: null, freq: 9 }),
    category: fc.constantFrom(null, "A", "A > B", "A > B > C"),
    price: fc.constantFrom(null, 0, -1, 0.01, 19.99, 1e300),
    query: fc.option(words, { nil: null }),
    position,
    setAside: fc.constantFrom(null, null, null, "bot" as const, "repeat" as const),
  })
  .map(({ type, ageMs, group, category, price, query, position, setAside }) => ({
    id: "e",
    catalog: "shop",
    type,
    timestampMs: NOW_MS - ageMs,
    receivedAtMs: NOW_MS,
    user: "u",
    session: "s",
    queryId: null,
    query,
    product: group === null ? null : { id: group, group, brand: "Acme", category, price },
    position,
    priceMinor: null,
    quantity: null,
    currency: null,
    setAside,
    extra: null,
  }));

export const impression: fc.Arbitrary<Impression> = fc
  .record({
    normalized: words,
    bot: fc.constantFrom(false, false, false, true),
    page: fc.constantFrom(1, 1, 2),
    shown: fc.array(fc.tuple(group, fc.constantFrom(0, 1, 2, 3, 9, 30, 60)), { maxLength: 8 }),
    byRelevance: fc.constantFrom(true, true, true, false),
  })
  .map(({ normalized, bot, page, shown, byRelevance }) => ({
    queryId: "0".repeat(32),
    catalog: "shop",
    shownAtMs: NOW_MS,
    user: null,
    session: null,
    bot,
    device: null,
    text: normalized,
    normalized,
    filters: [],
    sort: byRelevance ? { by: "relevance" } : { by: "field", field: "price", order: "asc" },
    page,
    size: 24,
    total: shown.length,
    engine: "test",
    modelVersion: null,
    arm: "first_stage",
    featureSet: "",
    stateSequence: 0,
    sessionSequence: 0,
    rescoreMs: null,
    shown: shown.map(([group, position]) => ({
      id: group,
      group,
      position,
      firstStageRank: 1,
      score: 0,
      propensity: 1,
      ownPlace: null,
    })),
    vectors: new Float32Array(),
  }));

export const logEntries: fc.Arbitrary<readonly LogEntry[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: shopEvent.map((event) => ({ kind: "event" as const, event })) },
      { weight: 1, arbitrary: impression.map((each) => ({ kind: "impression" as const, impression: each })) },
    ),
    { maxLength: 60 },
  )
  .map((entries) => entries.map((entry, i) => ({ sequence: i + 1, ...entry })));
