import { WinnowError } from "../domain/errors.ts";
import { compileSynonyms, parseSynonyms, type Synonyms } from "./synonyms.ts";

const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/gu) ?? [];
const plural = (term: string): string => term.replace(/s$/u, "");
const termsOf = (synonyms: Synonyms, stems: string) => synonyms.of(stems).map(({ terms }) => terms);
const compile = (file: string) => compileSynonyms(parseSynonyms(file, "synonyms.txt"), words, plural);

describe("synonyms in Solr's format", () => {
  it("finds each of a list by the others, in both directions", () => {
    const synonyms = compile("tv, television, telly");
    expect(termsOf(synonyms, "tv")).toEqual([["television"], ["telly"]]);
    expect(termsOf(synonyms, "telly")).toEqual([["tv"], ["television"]]);
  });

  it("goes one way only over an arrow", () => {
    const synonyms = compile("cell, mobile => smart phone, smartphone");
    expect(termsOf(synonyms, "mobile")).toEqual([["smart", "phone"], ["smartphone"]]);
    expect(termsOf(synonyms, "smartphone")).toEqual([]);
  });

  it("knows a phrase by the stems of its words, and how long the longest is", () => {
    const synonyms = compile("laptop bags => notebook cases");
    expect(termsOf(synonyms, "laptop bag")).toEqual([["notebook", "cases"]]);
    expect(synonyms.longest).toBe(2);
  });

  it("adds up the rules of one word", () => {
    expect(termsOf(compile("pc => computer\npc => desktop"), "pc")).toEqual([["computer"], ["desktop"]]);
  });

  it("skips comments and empty lines, and takes an escaped comma as a part of a word", () => {
    expect(parseSynonyms("# a, b\n\n1\\,5 litre => bottle\r\n", "f")).toEqual([{ from: "1,5 litre", to: ["bottle"] }]);
  });

  it.each([
    ["a => b => c", "more than one =>"],
    ["a, , b", "an empty synonym"],
    ["a =>", "an empty synonym"],
    ["lonely", "a word without a synonym"],
  ])("refuses %j with file and line", (line, what) => {
    const refused = () => parseSynonyms(`tv, telly\n${line}`, "synonyms.txt");
    expect(refused).toThrow(WinnowError);
    expect(refused).toThrow(what);
    try {
      refused();
    } catch (error) {
      expect(error).toMatchObject({ code: "invalid_config", where: "synonyms.txt:2" });
    }
  });
});
