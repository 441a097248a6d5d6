import { checkSynonyms } from "./check-synonyms.ts";
import { parseSynonyms } from "./synonyms.ts";

const messages = (file: string): readonly string[] =>
  checkSynonyms(
    parseSynonyms(file, "test"),
    (text) =>
      text
        .toLowerCase()
        .match(/\p{L}+/gu)
        ?.map(stem) ?? [],
  ).map(({ level, message }) => `${level} ${message}`);
const stem = (word: string): string => word.replace(/s$/u, "");

describe("synonyms check", () => {
  it("finds nothing in rules that each add something", () => {
    expect(messages("tv, television\nlaptop => notebook, portable")).toEqual(["ok 3 rules"]);
  });
  it("names rules that cannot do anything, and why", () => {
    expect(messages("!! => laptop\nlaptop => ??\nsofa => Sofas\nmobile => phone\nmobile => phones")).toEqual([
      "warn nothing to look for on the left: !!",
      "warn nothing to look for on the right: laptop => ??",
      "warn the same on both sides, as stems: sofa => Sofas",
      "warn said twice: mobile => phones",
    ]);
  });
  it("names phrases too long to be typed, and three of many", () => {
    const phrase = "one two three four five six seven";
    const lines = ["a", "b", "c", "d"].map((word) => `${phrase} ${word} => x`).join("\n");
    expect(messages(lines)).toEqual([`warn more than 6 words on the left: ${phrase} a; ${phrase} b; ${phrase} c; …`]);
  });
});
