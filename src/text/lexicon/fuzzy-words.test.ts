import fc from "fast-check";
import { editDistance } from "../edit-distance.ts";
import { sharedLengths } from "./completion-columns.ts";
import { fuzzyWords } from "./fuzzy-words.ts";
import { packStrings } from "./packed-strings.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 8 });
const typedWord = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 8 });
const dictionary = fc.uniqueArray(word, { maxLength: 60 }).map((words) => words.sort());

describe("fuzzy words", () => {
  it("are the words within so many edits that start with a letter they may start with", () => {
    fc.assert(
      fc.property(dictionary, typedWord, fc.constantFrom(1, 2), (words, typed, maxEdits) => {
        const ranges = fuzzyWords(packStrings(words), sharedLengths(words), typed, maxEdits, false);
        const found = ranges.map(({ from, edits }) => [words[from]!, edits] as const).sort();
        const expected = words
          .filter((each) => mayStart(each, typed))
          .map((each) => [each, editDistance(each, typed, maxEdits)] as const)
          .filter(([, edits]) => edits <= maxEdits);
        expect(found).toEqual(expected);
        expect(ranges.every(({ from, to }) => to === from + 1)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("as prefixes are the words having a prefix within so many edits", () => {
    fc.assert(
      fc.property(dictionary, typedWord, fc.constantFrom(1, 2), (words, typed, maxEdits) => {
        const ranges = fuzzyWords(packStrings(words), sharedLengths(words), typed, maxEdits, true);
        const found = ranges.flatMap(({ from, to }) => words.slice(from, to)).sort();
        const near = (each: string) =>
          Array.from(each, (_, at) => each.slice(0, at + 1)).some(
            (prefix) => editDistance(prefix, typed, maxEdits) <= maxEdits,
          );
        expect(found).toEqual(words.filter((each) => mayStart(each, typed) && near(each)));
      }),
      { numRuns: 400 },
    );
  });
});

function mayStart(word: string, typed: string): boolean {
  return word.startsWith(typed.charAt(0)) || (typed.length >= 6 && word.startsWith(typed.charAt(1)));
}
