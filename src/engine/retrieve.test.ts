import fc from "fast-check";
import type { IndexDocument } from "../domain/document.ts";
import { documents, plans, tinyMapping } from "../testing/arbitrary-plans.ts";
import { createReferenceEngine, splitWords } from "../testing/reference-engine.ts";
import { add, bitWords } from "./bits.ts";
import { openIndex, type SearchIndex } from "./search-index.ts";
import { createSegmentBuilder } from "./segment-builder.ts";
import { openSegment, type Segment } from "./segment.ts";
import { retrieve } from "./retrieve.ts";

const seed = 20261123;

describe("retrieve", () => {
  it("answers any plan as the reference engine does", () => {
    fc.assert(
      fc.property(documents, plans, (all, plan) => {
        const expected = createReferenceEngine(tinyMapping, all).retrieve(plan);
        const { source, facts: _, ...found } = retrieve(indexOf(all), plan);
        expect(found).toEqual({ ...expected, source: undefined, facts: undefined });
        for (const [i, { id }] of found.candidates.entries()) expect(JSON.parse(source(i))).toMatchObject({ id });
      }),
      { seed, numRuns: 700 },
    );
  });

  it("answers alike from one segment and from several", () => {
    fc.assert(
      fc.property(documents, plans, fc.integer({ min: 2, max: 4 }), (all, plan, parts) => {
        const { source: _, facts: _f, ...expected } = retrieve(indexOf(all), plan);
        const { source: __, facts: __f, ...found } = retrieve(indexOf(all, parts), plan);
        expect(found).toEqual(expected);
      }),
      { seed, numRuns: 300 },
    );
  });

  it("leaves deleted documents out of candidates, totals and facets", () => {
    fc.assert(
      fc.property(documents, plans, fc.func(fc.boolean()), (all, plan, isDeleted) => {
        const segment = segmentOf(all);
        const deleted = new Uint32Array(bitWords(all.length));
        for (let d = 0; d < all.length; d++) if (isDeleted(segment.ids.at(d))) add(deleted, d);
        const browsing = { ...plan, query: null };
        const {
          source: _,
          facts: _f,
          ...expected
        } = retrieve(indexOf(all.filter(({ id }) => !isDeleted(id))), browsing);
        const { source: __, facts: __f, ...found } = retrieve(openIndex(tinyMapping, [{ segment, deleted }]), browsing);
        expect(found).toEqual(expected);
      }),
      { seed, numRuns: 300 },
    );
  });
});

/** @param parts segments to spread the documents over, groups kept together */
function indexOf(all: readonly IndexDocument[], parts = 1): SearchIndex {
  const place = ({ group }: IndexDocument) => Buffer.from(group).reduce((sum, each) => sum + each, 0) % parts;
  const segments = Array.from({ length: parts }, (_, part) => segmentOf(all.filter((each) => place(each) === part)));
  return openIndex(
    tinyMapping,
    segments.map((segment) => ({ segment, deleted: null })),
  );
}

function segmentOf(documents: readonly IndexDocument[]): Segment {
  const builder = createSegmentBuilder(tinyMapping);
  for (const document of documents) builder.add(splitWords(document));
  return openSegment(tinyMapping, builder.finish());
}
