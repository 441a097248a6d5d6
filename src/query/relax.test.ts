import { testContext, testVocabulary } from "../testing/test-vocabulary.ts";
import { relaxations } from "./relax.ts";
import { understand } from "./understand.ts";

const vocabulary = testVocabulary(
  20_000,
  {
    purple: 20,
    laptop: 900,
    leather: 60,
    case: 400,
    for: 3000,
    iphone: 40,
    "7": 900,
    brother: 200,
    tn: 40,
    "2110": 2,
    toner: 1600,
    dell: 250,
    monitor: 600,
    "22": 500,
    inch: 2000,
    head: 100,
    set: 900,
    headset: 90,
    wireless: 400,
  },
  { "leather case": 9 },
);
const context = testContext(vocabulary);
const dropped = (text: string) =>
  relaxations(understand(text, context).tree, vocabulary).map((each) => each.dropped.join(" "));

describe("relaxing a query", () => {
  it("keeps what the query is about, however common", () => expect(dropped("purple laptop")).toEqual(["purple"]));

  it("finds the head before a preposition", () => expect(dropped("leather case for iphone 7").at(-1)).toBe("iphone 7"));

  it("drops the least telling first, at most twice, the second time more", () =>
    expect(dropped("brother tn 2110 toner")).toEqual(["brother", "brother tn 2110"]));

  it("drops what nobody wrote before anything else", () =>
    expect(dropped("zzzz purple laptop")).toEqual(["zzzz", "zzzz purple"]));

  it("keeps what titles hold right before the head", () =>
    expect(dropped("purple leather case")).toEqual(["purple", "purple leather"]));

  it("keeps a number with its unit and never takes it for the head", () =>
    expect(dropped("dell monitor 22 inch")).toEqual(["22 inch", "dell 22 inch"]));

  it("keeps two words together that may be one", () => expect(dropped("wireless head set")).toEqual(["wireless"]));

  it("has nothing to drop from one word, or when no word is known", () => {
    expect(dropped("laptop")).toEqual([]);
    expect(dropped("zzzz yyyy")).toEqual([]);
  });

  it("lets dropped words score", () => {
    const [first] = relaxations(understand("purple laptop", context).tree, vocabulary);
    expect(first?.tree.words.map(({ text, required }) => [text, required])).toEqual([
      ["purple", false],
      ["laptop", true],
    ]);
  });
});
