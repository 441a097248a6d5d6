import fc from "fast-check";
import { ndcg } from "./ndcg.ts";
import { seededRandom, shuffled } from "./random.ts";

describe("NDCG", () => {
  it("is what one computes by hand", () => {
    // DCG 7/log2(2) + 0 + 1/log2(4) = 7.5; the best order gives 7/log2(2) + 1/log2(3).
    expect(ndcg([3, 0, 1], [0, 1, 3], 10)).toBeCloseTo(7.5 / (7 + 1 / Math.log2(3)), 12);
  });

  it("looks at the first k only, ideal order included", () => expect(ndcg([0, 3], [3, 0, 3], 1)).toBe(0));

  it("is null when nothing is good", () => expect(ndcg([0, 0], [0, 0, 0], 10)).toBeNull());

  it("counts what was not retrieved as lost", () =>
    expect(ndcg([3], [3, 3], 10)).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 12));

  it("is 1 for the best order and never more for any", () => {
    const grades = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(grades, fc.integer(), fc.integer({ min: 1, max: 20 }), (judged, seed, k) => {
        const value = ndcg(shuffled(judged, seededRandom(seed)), judged, k);
        const best = ndcg(
          [...judged].sort((a, b) => b - a),
          judged,
          k,
        );
        if (value === null) return judged.every((grade) => grade === 0);
        return best === 1 && value >= 0 && value <= 1;
      }),
    );
  });
});
