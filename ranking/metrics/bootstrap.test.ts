import { bootstrapMean } from "./bootstrap.ts";
import { seededRandom } from "./random.ts";

describe("the bootstrap's interval of a mean", () => {
  it("is the same for the same seed", () => {
    const values = [0.2, 0.9, 0.4, 0.7];
    expect(bootstrapMean(values, { seed: 7 })).toEqual(bootstrapMean(values, { seed: 7 }));
  });

  it("is a point when all values are equal", () =>
    expect(bootstrapMean([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 }));

  it("is not a number when there are none", () => expect(bootstrapMean([]).mean).toBeNaN());

  it("holds the true mean about 19 times in 20", () => {
    const random = seededRandom(42);
    let held = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      const { low, high } = bootstrapMean(
        Array.from({ length: 60 }, () => random()),
        { seed: trial, rounds: 400 },
      );
      if (low <= 0.5 && 0.5 <= high) held += 1;
    }
    expect(held / 300).toBeGreaterThan(0.9);
    expect(held / 300).toBeLessThan(0.985);
  });
});
