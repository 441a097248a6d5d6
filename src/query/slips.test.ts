import { isSlip } from "./slips.ts";

describe("a slip", () => {
  it.each([
    ["hedphones", "headphones", 1, "a letter left out"],
    ["cammera", "camera", 1, "a letter doubled"],
    ["kensignton", "kensington", 1, "two letters swapped"],
    ["alptop", "laptop", 1, "the first two swapped"],
    ["labtop", "laptop", 1, "a letter that sounds alike"],
    ["lsptop", "laptop", 1, "the key beside it"],
    ["kamera", "camera", 1, "a first letter that sounds the same"],
    ["mikrophone", "microphone", 1, "spelt as in another language"],
    ["printe", "printer", 1, "the last letter left out of a long word"],
    ["televsion", "television", 1, "a vowel left out"],
    ["acommodasion", "accommodation", 2, "two slips"],
    ["sfoa", "sofa", 1, "a short word with letters swapped"],
    ["наушникк", "наушники", 1, "a letter of another script"],
  ] as const)("is %s for %s", (typed, meant, edits, _) => expect(isSlip(typed, meant, edits)).toBe(true));

  it.each([
    ["couch", "touch", 1, "another first letter"],
    ["strainers", "trainers", 1, "another first letter in a long word"],
    ["sneakers", "speakers", 1, "letters that are neither heard nor typed one for the other"],
    ["skirt", "shirt", 1, "the same in a short word"],
    ["tablet", "table", 1, "another ending"],
    ["table", "tablet", 1, "an ending more"],
    ["lego", "leg", 1, "an ending less in a short word"],
    ["lego", "logo", 1, "another vowel in a short word"],
    ["suitcase", "slimcase", 2, "two letters that have nothing in common"],
  ] as const)("is not %s for %s", (typed, meant, edits, _) => expect(isSlip(typed, meant, edits)).toBe(false));
});
