import { anImpression } from "../../src/testing/log-builders.ts";
import type { Outcome } from "../labels/outcome.ts";
import { createJudgingRows } from "./judging-rows.ts";
import { searchWeights } from "./search-weights.ts";

const clicked: Outcome = { clicks: 1, carts: 0, purchases: 0, returned: 0, valueMinor: 0 };
const alike = new Float64Array(4).fill(1);

function weights(searches: readonly (readonly [query: string, clicks: number])[], expected: number[] | null = null) {
  const collector = createJudgingRows({ columns: 0 });
  for (const [i, [normalized, clicks]] of searches.entries())
    collector.add(
      anImpression({ queryId: `${i}`, normalized }),
      [0, 1, 2].map((at) => (at < clicks ? clicked : null)),
    );
  return [...searchWeights(collector.finish(), alike, alike, expected)];
}

describe("weights of searches", () => {
  it("are less for queries that have more to gain, 1 in the mean", () => {
    const [many, , few] = weights([["a", 3], ["a", 3], ["b", 1], ["b", 1]]); // prettier-ignore
    expect(many).toBeLessThan(few!);
    expect(weights([["a", 3], ["b", 1]]).reduce((a, b) => a + b, 0) / 2).toBeCloseTo(1, 12); // prettier-ignore
  });

  it("do not see the clicks of their own search", () => {
    const [lucky, unlucky] = weights([["a", 3], ["a", 0], ["b", 1], ["c", 2]]); // prettier-ignore
    // The first is weighed by the second's clicks alone, and the other way round.
    expect(lucky).toBeGreaterThan(unlucky!);
  });

  it("follow what was expected where that is known", () => {
    const [much, little] = weights([["a", 0], ["b", 3]], [1, 1, 1, 0.2, 0.1, 0]); // prettier-ignore
    expect(much).toBeLessThan(little!);
  });

  it("are all 1 without a click", () => expect(weights([["a", 0], ["b", 0]])).toEqual([1, 1])); // prettier-ignore
});
