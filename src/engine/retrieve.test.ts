import fc from "fast-check";
import type { IndexDocument } from "../domain/document.ts";
import { documents, plans, tinyMapping } from "../testing/arbitrary-plans.ts";
import { createReferenceEngine, splitWords } from "../testing/reference-engine.ts";
import { openIndex, type SearchIndex } from "./search-index.ts";
import { createSegmentBuilder } from "./segment-builder.ts";
import { openSegment } from "./segment.ts";
import { retrieve } from "./retrieve.ts";

const seed = 20261123;

describe("retrieve", () => {
  it("answers any plan as the reference engine does", () => {
    fc.assert(
      fc.property(documents, plans, (all, plan) => {
        const expected = createReferenceEngine(tinyMapping, all).retrieve(plan);
        const { source, ...found } = retrieve(indexOf(all), plan);
        expect(found).toEqual({ ...expected, source: undefined });
        for (const [i, { id }] of found.candidates.entries()) expect(JSON.parse(source(i))).toMatchObject({ id });
      }),
      { seed, numRuns: 700 },
    );
  });
});

function indexOf(all: readonly IndexDocument[]): SearchIndex {
  const builder = createSegmentBuilder(tinyMapping);
  for (const document of all) builder.add(splitWords(document));
  return openIndex(tinyMapping, [{ segment: openSegment(tinyMapping, builder.finish()), deleted: null }]);
}
