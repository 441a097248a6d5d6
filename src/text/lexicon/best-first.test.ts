import fc from "fast-check";
import { bestFirst, blockMaxima } from "./best-first.ts";

describe("best first", () => {
  it("yields the positions of any range as sorting it would", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 700 }), fc.nat(700), fc.nat(700), (list, a, b) => {
        const values = Uint32Array.from(list);
        const from = Math.min(a, b, list.length);
        const to = Math.min(Math.max(a, b), list.length);
        const positions = Array.from({ length: to - from }, (_, i) => from + i);
        const expected = positions.sort((x, y) => list[y]! - list[x]! || x - y);
        const read = bestFirst(values, blockMaxima(values), from, to);
        expect(positions.map(() => [read.peek(), read.next()])).toEqual(expected.map((at) => [list[at]!, at]));
        expect([read.peek(), read.next()]).toEqual([-1, -1]);
      }),
      { numRuns: 200 },
    );
  });
});
