import fc from "fast-check";
import { drawSome, theOthers } from "./sample.ts";

test("drawn and others are all, each once, ascending, and of the share asked for", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.integer(),
      (count, share, seed) => {
        const drawn = drawSome(count, share, seed);
        const others = theOthers(count, drawn);
        expect(drawn).toHaveLength(Math.max(1, Math.round(count * share)));
        expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b));
        expect([...drawn, ...others].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      },
    ),
    { seed: 9, numRuns: 200 },
  );
});

test("each row is drawn as often as the others", () => {
  const times = new Array<number>(20).fill(0);
  for (let seed = 0; seed < 4000; seed++) for (const row of drawSome(20, 0.3, seed)) times[row]!++;
  for (const count of times) expect(count / 4000).toBeCloseTo(0.3, 1);
});
