import fc from "fast-check";
import { compareIds } from "./compare-ids.ts";

describe("compareIds", () => {
  it("orders as the UTF-8 bytes do", () => {
    const seed = 11;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(Math.sign(compareIds(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { seed, numRuns: 500 },
    );
    expect(compareIds("\u{1f600}", "\uffee")).toBeGreaterThan(0);
  });
});
