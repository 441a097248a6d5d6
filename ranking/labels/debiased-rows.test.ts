import fc from "fast-check";
import { anImpression, aShownProduct } from "../../src/testing/log-builders.ts";
import { createDebiasedRows, type DebiasedRows } from "./debiased-rows.ts";
import type { Outcome } from "./outcome.ts";

const bias = { curve: Float64Array.of(1, 1, 0.5, 0.25) };
const clicked: Outcome = { clicks: 1, carts: 0, purchases: 0, returned: 0, valueMinor: 0 };
const bought: Outcome = { ...clicked, purchases: 1 };

function rowsOf(searches: readonly (readonly (Outcome | null)[])[], positions = [1, 2, 3]): DebiasedRows {
  const rows = createDebiasedRows({ columns: 1, bias });
  for (const [i, outcomes] of searches.entries()) {
    const shown = positions.map((position, at) => aShownProduct({ position, id: `p${at}` }));
    rows.add(anImpression({ queryId: `${i}`, shown, vectors: Float32Array.of(1, 2, 3) }), outcomes);
  }
  return rows.finish();
}

describe("debiased rows", () => {
  it("divide what came of a row by how much its place is looked at, and weigh it by that", () => {
    const { labels, weights, groups, values } = rowsOf([[clicked, null, clicked]]).expected();
    expect([...labels]).toEqual([1, 0, 4]); // over 1, 0.5 and 0.25
    expect([...weights!]).toEqual([1, 0.5, 0.25]);
    expect([[...groups], [...values]]).toEqual([[3], [1, 2, 3]]);
  });

  it("refine by all that was seen of the query and product, and by what is expected where little was", () => {
    // The first is clicked at every look, the second at none; both were expected at half of them.
    const searches = Array.from({ length: 40 }, () => [clicked, null, null]);
    const expectation = searches.flatMap(() => [0.5, 0.5, 0.5]);
    const { labels, labelGain } = rowsOf(searches).refined(expectation);
    const worth = [...labels].map((label) => labelGain[label]!);
    expect(worth[0]).toBeGreaterThan(0.9);
    expect(worth[1]).toBeLessThan(0.05);
    // The same was seen of the third, but with a quarter of the looks.
    expect(worth[2]).toBeGreaterThan(worth[1]!);
    expect(worth.slice(3, 6)).toEqual(worth.slice(0, 3));
  });

  it("believe the expectation where little was seen", () => {
    const { labels, labelGain } = rowsOf([[clicked, null, null]]).refined([0.1, 0.1, 0.1]);
    expect(labelGain[labels[0]!]).toBeCloseTo(0.1 * (2 / 1.1), 1);
    expect(labelGain[labels[2]!]! / labelGain[labels[1]!]!).toBeCloseTo(1.1 / 1.025, 0);
  });

  it("hold what was found but not shown for seldom looked at", () => {
    const { weights, labels } = rowsOf([[clicked, null, null]], [1, 2, 0]).expected();
    expect([weights![2], labels[2]]).toEqual([0.25, 0]);
  });

  it("make whole labels from 0 to 30 whose gains rise, whatever was seen and expected", () => {
    const outcome = fc.constantFrom(null, clicked, bought);
    const search = fc.tuple(outcome, outcome, outcome);
    fc.assert(
      fc.property(
        fc.array(search, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (some, each) => {
          const rows = rowsOf(some);
          const { labels, labelGain } = rows.refined(new Float64Array(rows.count).fill(each));
          expect([...labels].every((label) => Number.isInteger(label) && label >= 0 && label <= 30)).toBe(true);
          expect(labelGain).toHaveLength(31);
          expect(labelGain.slice(1).every((gain, i) => gain > labelGain[i]!)).toBe(true);
          expect([...rows.expected().weights!].every((weight) => weight > 0)).toBe(true);
        },
      ),
    );
  });

  it("leave out searches without vectors, or with nothing to compare", () => {
    const rows = createDebiasedRows({ columns: 1, bias });
    rows.add(anImpression({ vectors: new Float32Array() }), [null, null, null]);
    rows.add(anImpression({ shown: [aShownProduct({ position: 1 })], vectors: Float32Array.of(1) }), [clicked]);
    expect(rows.finish().count).toBe(0);
  });
});
