import fc from "fast-check";
import { cleanText } from "./text.ts";

it.each([
  ["wireless headphones", "wireless headphones"],
  ["  red   lamp ", "red lamp "],
  ["\uff2c\uff41\uff4d\uff50", "Lamp"],
  ["la\u0000mp\u202e\u200e", "lamp"],
  ["55\u00a0inch\ttv", "55 inch tv"],
  ["\ud800x", "\ufffdx"],
])("cleans %j to %j", (typed, meant) => expect(cleanText(typed)).toBe(meant));

it("leaves clean text as it is, whatever was typed before", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => cleanText(cleanText(typed)) === cleanText(typed)),
    { seed: 5, numRuns: 2000 },
  );
});
