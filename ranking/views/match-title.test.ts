import type { MatchKind } from "../../src/domain/query-tree.ts";
import { emptyTitleMatch, matchTitle } from "./match-title.ts";
import { queryWords } from "./query-words.ts";

type Alternative = readonly [string, MatchKind];

/** Words of a query, each with other terms that may stand for it. */
const match = (title: string, words: readonly (string | readonly [string, ...Alternative[]])[], phrase?: number) => {
  const tree = {
    text: "",
    words: words.map((word) => {
      const [text, ...more] = typeof word === "string" ? [word] : word;
      const exact = { terms: [text] as const, weight: 1, kind: "exact" as const };
      const others = more.map(([terms, kind]) => ({ terms: terms.split(" ") as [string], weight: 1, kind }));
      return { text, alternatives: [exact, ...others], required: text !== "for" };
    }),
    phrases: [],
    identifier: null,
  };
  const titleTerms = title.split(" ");
  const found = emptyTitleMatch();
  const facts = { titleTerms, titlePhrase: phrase ?? titleTerms.length };
  matchTitle(facts, queryWords(tree, { documents: 100, frequency: () => 10 }), found);
  return found;
};

describe("a title's match", () => {
  it("tells a laptop from its bag, whichever way the title says it", () => {
    expect(match("acme laptop 15", ["laptop"])).toMatchObject({
      headIsLastWord: true,
      head: 1,
      follows: 0,
      numbers: 1,
    });
    expect(match("acme laptop bag", ["laptop"])).toMatchObject({ headMatched: false, head: 2, follows: 1 });
    expect(match("bag for laptop", ["laptop"], 1)).toMatchObject({ headMatched: false, head: 0, first: 2 });
    expect(match("acme laptop bag", ["laptop", "bag"])).toMatchObject({ headIsLastWord: true, adjacent: 1 });
  });

  it("counts a word once, by its best reading", () => {
    const words = [["lamps", ["lamp", "stem"]]] as const;
    expect(match("lamp lamp", words)).toMatchObject({ covered: 0.9, found: 1, matchedTerms: 2 });
    expect(match("lamp lamps", words)).toMatchObject({ covered: 1, found: 1 });
  });

  it("takes a compound only where all of it stands together", () => {
    const words = [["usbhub", ["usb hub", "compound"]]] as const;
    expect(match("usb hub black", words)).toMatchObject({ covered: 0.8, matchedTerms: 2, prefix: 2, final: 1 });
    expect(match("usb black hub", words)).toMatchObject({ covered: 0, matchedTerms: 0, prefix: 0, first: -1 });
  });

  it("sees order and neighbours", () => {
    const words = ["red", "desk", "lamp"];
    expect(match("red desk lamp", words)).toMatchObject({ adjacent: 2, ordered: 3, prefix: 3 });
    expect(match("lamp desk red", words)).toMatchObject({ adjacent: 0, ordered: 1 });
    expect(match("red big lamp desk", words)).toMatchObject({ adjacent: 0, ordered: 2, prefix: 1 });
  });

  it("starts anew with each title", () => {
    const found = emptyTitleMatch();
    const query = queryWords(
      {
        text: "lamp",
        words: [{ text: "lamp", alternatives: [{ terms: ["lamp"], weight: 1, kind: "exact" }], required: true }],
        phrases: [],
        identifier: null,
      },
      { documents: 100, frequency: () => 10 },
    );
    const facts = (titleTerms: string[]) => ({ titleTerms, titlePhrase: 9 });
    matchTitle(facts(["lamp"]), query, found);
    matchTitle(facts(["sofa"]), query, found);
    expect(found).toEqual({ ...emptyTitleMatch(), head: 0 });
  });
});
