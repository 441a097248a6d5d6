import { createHash } from "node:crypto";
import fc from "fast-check";
import type { ProductFacts } from "../src/domain/product-facts.ts";
import type { MatchKind, QueryTree } from "../src/domain/query-tree.ts";
import type { SessionState } from "../src/domain/session.ts";
import { logEntries, NOW_MS } from "../src/testing/arbitrary-log.ts";
import { featureSet } from "./feature-set.ts";
import { accumulate, type State } from "./state/accumulate.ts";
import { fold } from "./state/fold.ts";
import { computeVectors, type RankQuery, type RankRow, stateKeys } from "./vectors.ts";

const seed = 20261123;

const hostile = fc.constantFrom(
  ...[null, 0, -0, -1, 1, 19.99, 1e-320, 1e300, -1e300, Number.MAX_VALUE, Number.MIN_VALUE, NaN, Infinity, -Infinity],
);
const term = fc.constantFrom("red", "lamp", "lamps", "for", "15", "gu10", "", "é", "constructor", "__proto__");
const facts: fc.Arbitrary<ProductFacts> = fc.record({
  titleTerms: fc.array(term, { maxLength: 90 }),
  titlePhrase: fc.integer({ min: 0, max: 100 }),
  brand: fc.constantFrom(null, "Acme", "", "__proto__", "  "),
  category: fc.constantFrom(null, "A", "A > Lamps", "A > Lamps > Red lamps", ""),
  price: hostile,
  listPrice: hostile,
  rating: hostile,
  reviews: hostile,
  inStock: fc.constantFrom(null, true, false),
  createdAtMs: hostile,
  descriptionLength: fc.constantFrom(0, 1, 1e9),
  hasImage: fc.boolean(),
  numbers: hostile.map((each) => new Map([["own", each ?? NaN]])),
});
const kind = fc.constantFrom<MatchKind>("exact", "stem", "prefix", "typo", "synonym", "compound");
const tree: fc.Arbitrary<QueryTree> = fc
  .array(
    fc.record({
      text: term,
      alternatives: fc.array(
        fc.record({ terms: fc.oneof(fc.tuple(term), fc.tuple(term, term)), weight: fc.constant(1), kind }),
        { maxLength: 4 },
      ),
      required: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((words) => ({ text: words.map(({ text }) => text).join(" "), words, phrases: [], identifier: null }));
const row = fc
  .record({ facts, group: fc.constantFrom("g1", "g2", "__proto__"), score: hostile, matched: fc.array(kind) })
  .map(({ facts, group, score, matched }) => ({
    facts,
    candidate: {
      id: group,
      group,
      score: score ?? 0,
      fieldScores: score === null ? [] : [score, 1],
      matched,
      identifier: false,
      sortValue: null,
      variants: 1,
    },
  }));
const rows: fc.Arbitrary<readonly RankRow[]> = fc
  .array(row, { maxLength: 12 })
  .map((all) => all.map((each, i) => ({ ...each, firstStageRank: i + 1 })));
const session: fc.Arbitrary<SessionState | null> = fc.option(
  fc
    .array(
      fc.record({
        type: fc.constantFrom("view", "click", "add_to_cart", "remove_from_cart", "purchase", "other"),
        price: hostile,
        category: fc.constantFrom(null, "A > Lamps", ""),
      }),
      { maxLength: 50 },
    )
    .map((entries) => ({
      entries: entries.map(({ type, price, category }, i) => ({
        sequence: i,
        type,
        timestampMs: NOW_MS,
        product: { id: "g1", group: "g1", brand: "Acme", category, price },
      })),
    })),
);
const counts = fc.constantFrom(0, 1, 19_406);
const query: fc.Arbitrary<RankQuery> = fc
  .record({ tree, documents: counts, frequency: counts, total: counts, ageMs: fc.integer({ min: 0, max: 1e10 }) })
  .map(({ tree, documents, frequency, total, ageMs }) => ({
    tree,
    nowMs: NOW_MS + ageMs,
    fields: ["title", "own_text"],
    documents,
    frequency: () => frequency,
    total,
  }));

const nothing: State = new Map();
const vectorsOf = (asked: RankQuery, window: readonly RankRow[], state: State, session: SessionState | null) =>
  computeVectors(
    asked,
    window,
    stateKeys(asked, window).map((key) => state.get(key) ?? new Map<string, number>()),
    session,
  );

/** Feature set → what its features come to for the same searches. */
const fingerprints: Readonly<Record<string, string>> = { "12d2647e51a020be": "7091bc0f5358ab1f" };

describe("vectors", () => {
  it("keep their values as long as the feature set keeps its hash; if not: raise VERSION in feature-set.ts, and add its line here", () => {
    const rounded: string[] = [];
    const searches = fc.tuple(query, rows, logEntries, session);
    for (const [asked, window, entries, past] of fc.sample(searches, { seed, numRuns: 60 })) {
      const vectors = vectorsOf(asked, window, accumulate(nothing, entries.flatMap(fold)), past);
      rounded.push(...Array.from(vectors, (value) => value.toPrecision(5)));
    }
    expect(new Set(rounded).size).toBeGreaterThan(100);
    const digest = createHash("sha256").update(rounded.join(" ")).digest("hex").slice(0, 16);
    expect({ [featureSet.hash]: digest }).toEqual({ [featureSet.hash]: fingerprints[featureSet.hash] });
  });

  it("are finite or unknown whatever a shop says of its products, and never throw", () => {
    fc.assert(
      fc.property(query, rows, logEntries, session, (asked, window, entries, past) => {
        const vectors = vectorsOf(asked, window, accumulate(nothing, entries.flatMap(fold)), past);
        expect(vectors).toHaveLength(window.length * featureSet.names.length);
        return vectors.every((value) => Number.isFinite(value) || Number.isNaN(value));
      }),
      { seed, numRuns: 400 },
    );
  });

  it("are the same bytes whether counters came entry by entry or at once, and whether they were seen before", () => {
    fc.assert(
      fc.property(query, rows, logEntries, session, (asked, window, entries, past) => {
        let state = nothing;
        for (const entry of entries.toReversed()) {
          vectorsOf(asked, window, state, past);
          state = accumulate(state, fold(entry));
        }
        const live = vectorsOf(asked, window, state, past);
        const later = vectorsOf(asked, window, accumulate(nothing, entries.flatMap(fold)), past);
        expect(Buffer.from(live.buffer).equals(Buffer.from(later.buffer))).toBe(true);
      }),
      { seed, numRuns: 200 },
    );
  });

  it("do not change by themselves within the hour except for the product's age", () => {
    fc.assert(
      fc.property(query, rows, logEntries, (asked, window, entries) => {
        const state = accumulate(nothing, entries.flatMap(fold));
        const known = window.map((each) => ({ ...each, facts: { ...each.facts, createdAtMs: null } }));
        const hour = Math.floor(asked.nowMs / 3_600_000) * 3_600_000;
        const first = vectorsOf({ ...asked, nowMs: hour }, known, state, null);
        expect(vectorsOf({ ...asked, nowMs: hour + 3_599_999 }, known, state, null)).toEqual(first);
      }),
      { seed, numRuns: 100 },
    );
  });
});

describe("the feature set", () => {
  it("names each feature once and has a group for each", () => {
    expect(new Set(featureSet.names).size).toBe(featureSet.names.length);
    expect(featureSet.groups).toHaveLength(featureSet.names.length);
  });

  it("has names that LightGBM's text format can hold", () => {
    for (const name of featureSet.names) expect(name).toMatch(/^[a-z0-9_.]+$/u);
  });
});
