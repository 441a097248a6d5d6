import type { MatchKind } from "../domain/query-tree.ts";
import { testContext, testVocabulary } from "../testing/test-vocabulary.ts";
import { relaxing } from "./relax.ts";
import { understand } from "./understand.ts";

const vocabulary = testVocabulary(20_000, {
  purple: 20,
  red: 900,
  laptop: 900,
  leather: 60,
  case: 400,
  for: 3000,
  iphone: 40,
  "7": 900,
  "9": 900,
  size: 900,
  hp: 900,
  laserjet: 300,
  "9999": 2,
  toner: 1600,
  acme: 200,
  headphones: 400,
  dell: 250,
  monitor: 600,
  "22": 500,
  inch: 2000,
  head: 100,
  set: 900,
  headset: 90,
  wireless: 400,
});
const context = testContext(vocabulary);
const names = {
  isBrand: (word: string) => ["hp", "acme", "dell"].includes(word),
  isCategory: (word: string) => ["laptop", "toner", "headphones", "monitor", "case"].includes(word),
};

/** What is dropped when products hold these of the words: `{ "hp toner": 5 }`. */
function dropped(text: string, held: Readonly<Record<string, number>>): readonly string[] | null | undefined {
  const { tree } = understand(text, context);
  const matched = Object.entries(held).flatMap(([words, count]) => {
    const kinds = tree.words.map((word): MatchKind | null => (words.split(" ").includes(word.text) ? "exact" : null));
    return Array.from({ length: count }, () => kinds);
  });
  const steps = relaxing(tree, vocabulary, names);
  return steps === null ? null : steps.choose(matched, 3)?.dropped;
}

describe("relaxing a query", () => {
  it("keeps what the query is about, however common", () =>
    expect(dropped("purple laptop", { purple: 20, laptop: 200 })).toEqual(["purple"]));

  it("keeps brand and model where they go together, and drops the number nobody has", () =>
    expect(dropped("hp laserjet 9999 toner", { "hp laserjet toner": 9, "9999 toner": 5, toner: 90 })).toEqual([
      "9999",
    ]));

  it("drops one word rather than two", () =>
    expect(dropped("red leather case", { "leather case": 4, "red case": 30, case: 100 })).toEqual(["red"]));

  it("goes on dropping until a few products are left", () =>
    expect(dropped("red leather case", { "leather case": 2, case: 100 })).toEqual(["red", "leather"]));

  it("keeps the product that has most in the answer", () =>
    expect(dropped("leather case for red laptop", { "leather case": 1, "case red laptop": 5, case: 9 })).toEqual([
      "leather",
      "red",
      "laptop",
    ]));

  it("finds the head before a preposition", () =>
    expect(dropped("leather case for iphone 7", { case: 9, "iphone 7": 9 })).toEqual(["leather", "iphone", "7"]));

  it("finds the head before a brand and before what nobody wrote", () => {
    expect(dropped("headphones acme", { headphones: 9, acme: 9 })).toEqual(["acme"]);
    expect(dropped("headphones qqqq", { headphones: 9 })).toEqual(["qqqq"]);
  });

  it("keeps the category that is named, wherever it stands", () =>
    expect(dropped("laptop leather red", { "laptop leather": 9, "leather red": 9, red: 90 })).toEqual(["red"]));

  it("says nothing rather than answer with a colour or a size", () => {
    expect(dropped("red qqqqqq size 9", { red: 90, "size 9": 90, "9": 90 })).toBeUndefined();
    expect(dropped("purple qqqq", { purple: 20 })).toBeUndefined();
  });

  it("takes a brand, or two words that go together, for a head nobody wrote", () => {
    expect(dropped("acme qqqq", { acme: 9 })).toEqual(["qqqq"]);
    expect(dropped("red leather qqqq", { "red leather": 9, red: 90 })).toEqual(["qqqq"]);
  });

  it("keeps a number with its unit and never takes it for the head", () =>
    expect(dropped("dell monitor 22 inch", { "22 inch": 50, "monitor 22": 9, monitor: 9 })).toEqual([
      "dell",
      "22",
      "inch",
    ]));

  it("keeps two words together that may be one", () =>
    expect(dropped("wireless head set", { "head set": 5, "wireless head": 50 })).toEqual(["wireless"]));

  it("drops nothing when a few products hold all words, though their numbers stand apart from their units", () =>
    expect(dropped("dell monitor 22 inch", { "dell monitor 22 inch": 3 })).toEqual([]));

  it("keeps what stands before a preposition rather than what stands after it", () =>
    expect(dropped("leather case for red laptop", { "leather case": 3, "case red laptop": 3 })).toEqual([
      "red",
      "laptop",
    ]));

  it("has nothing to drop from one word, or when there are only numbers and codes", () => {
    expect(dropped("hp 9999", { hp: 90 })).toBeNull();
    expect(dropped("laptop", {})).toBeNull();
    expect(dropped("7 22", {})).toBeNull();
  });

  it("requires nothing but the head to see what goes together, and lets dropped words score", () => {
    const { tree } = understand("purple laptop", context);
    const required = relaxing(tree, vocabulary, names)?.loosest.words.map((word) => [word.text, word.required]);
    expect(required).toEqual([
      ["purple", false],
      ["laptop", true],
    ]);
  });
});
