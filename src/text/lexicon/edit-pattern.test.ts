import fc from "fast-check";
import { editDistance } from "../edit-distance.ts";
import { withPattern } from "./edit-pattern.ts";

describe("an edit pattern", () => {
  it("is as far from a text as the table of all edits says, at any length", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "й"), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 5 }), (pattern, others) => {
        for (const other of others) {
          const units = Uint16Array.from(Array.from(`x${other}y`, (letter) => letter.charCodeAt(0)));
          const distance = withPattern(pattern, (to) => to(units, 1, units.length - 1));
          expect(distance).toBe(editDistance(pattern, other, 100));
        }
      }),
      { numRuns: 500 },
    );
  });
});
