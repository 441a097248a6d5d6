import fc from "fast-check";
import { binOf, makeBinMapper } from "./bin-mapper.ts";

const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, Infinity, -Infinity, 1e-36, -1e-36, Number.MIN_VALUE),
);

test("bins keep the order of any values, at most as many as asked for, zero apart from all others", () => {
  fc.assert(
    fc.property(
      fc.array(number, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 3, max: 255 }),
      (values, maxBin) => {
        const { upper, bins } = makeBinMapper(Float64Array.from(values), { maxBin, minDataInBin: 1 });
        expect(bins).toBeLessThanOrEqual(maxBin);
        expect(upper.at(-1)).toBe(Infinity);
        expect([...upper]).toEqual([...new Set(upper)].sort((a, b) => a - b));
        const sorted = values.toSorted((a, b) => a - b).map((x) => binOf(upper, x));
        expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
        const zero = binOf(upper, 0);
        for (const x of values)
          if (Math.abs(x) > 1e-34 && zero > 0) expect(x < 0 && binOf(upper, x) === zero).toBe(false);
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});

test("few distinct values get a bin each, and many share bins of about equal size", () => {
  const few = makeBinMapper(
    Float64Array.from({ length: 90 }, (_, i) => (i % 9) + 1),
    { maxBin: 255, minDataInBin: 3 },
  );
  expect(new Set(Array.from({ length: 9 }, (_, i) => binOf(few.upper, i + 1))).size).toBe(9);

  const values = Float64Array.from({ length: 10_000 }, (_, i) => (i + 1) ** 2);
  const { upper, bins } = makeBinMapper(values.slice(), { maxBin: 64, minDataInBin: 3 });
  const counts = new Array<number>(bins).fill(0);
  for (const x of values) counts[binOf(upper, x)]!++;
  const filled = counts.filter((count) => count > 0);
  expect(filled.length).toBeGreaterThan(60);
  expect(Math.max(...filled) / Math.min(...filled)).toBeLessThan(1.2);
});

test("NaN has a bin of its own where the fit rows have it, else it counts as 0", () => {
  const some = makeBinMapper(Float64Array.from([NaN, 1, 2, 3, NaN]), { maxBin: 255, minDataInBin: 1 });
  expect(some).toMatchObject({ hasNan: true, nanBin: some.upper.length, bins: some.upper.length + 1, min: 1, max: 3 });
  const none = makeBinMapper(Float64Array.from([-1, 0, 1]), { maxBin: 255, minDataInBin: 1 });
  expect(none).toMatchObject({ hasNan: false, nanBin: binOf(none.upper, 0) });
});
