import fc from "fast-check";
import type { KeptAnswer } from "../ports/answer-store.ts";
import { type Asked, chooseQueries, LEAST_SHOPPERS } from "./choose-queries.ts";
import { followQueries } from "./follow-queries.ts";
import { keptQueries } from "./kept-queries.ts";
import { openPopularQueries } from "./popular-queries.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

interface OneSearch {
  readonly shopper: string;
  readonly text: string;
  readonly total?: number;
  readonly clicked?: boolean;
  readonly atMs?: number;
}
const asked = ({ shopper, text, total = 3, clicked = true, atMs = 10 }: OneSearch): Asked => ({
  shopper,
  searches: [{ atMs, text, total, clicked: new Set(clicked ? ["p-1"] : []) }],
});
const shoppers = (n: number, text: string, more: Partial<OneSearch> = {}) =>
  Array.from({ length: n }, (_, i) => asked({ shopper: `s${i}`, text, ...more }));

describe("what is taken over of what shoppers searched for", () => {
  it(`was typed, found and clicked by five different shoppers or more, whatever the log (SEED=${seed})`, () => {
    const search = fc.record({
      shopper: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
      text: fc.constantFrom("Red  Lamp", "red lamp", "red lamps", "lamp red", "réd lamp", "sofa", "Sofa "),
      total: fc.constantFrom(0, 2),
      clicked: fc.boolean(),
      atMs: fc.integer({ min: 0, max: 20 }),
    });
    const plain = (text: string) => text.trim().replaceAll(/\s+/g, " ").toLowerCase();
    let chosen = 0;
    fc.assert(
      fc.property(fc.array(search, { minLength: 60, maxLength: 160, size: "max" }), (searches) => {
        for (const { text, shoppers: n } of chooseQueries(searches.map(asked), 5)) {
          const who = searches.filter(
            (one) => plain(one.text) === text && one.total > 0 && one.clicked && one.atMs >= 5,
          );
          expect(new Set(who.map(({ shopper }) => shopper)).size).toBe(n);
          expect(n).toBeGreaterThanOrEqual(LEAST_SHOPPERS);
          chosen += 1;
        }
      }),
      { seed, numRuns: 200 },
    );
    expect(chosen).toBeGreaterThan(20);
  });

  it("is not what four shoppers typed, however often, nor what five typed each in their own way", () => {
    const often = Array.from({ length: 50 }, () => shoppers(4, "jane miller")).flat();
    expect(chooseQueries([...often, ...shoppers(5, "sofa")], 0)).toEqual([{ text: "sofa", shoppers: 5 }]);
    const ways = ["cafe lamp", "café lamp", "cafe-lamp", "lamp cafe", "cafe lamps"];
    expect(chooseQueries(ways.map((text, i) => asked({ shopper: `s${i}`, text })), 0)).toEqual([]); // prettier-ignore
  });

  it("led to something, and lately", () => {
    expect(chooseQueries(shoppers(9, "sofa", { total: 0 }), 0)).toEqual([]);
    expect(chooseQueries(shoppers(9, "sofa", { clicked: false }), 0)).toEqual([]);
    expect(chooseQueries(shoppers(9, "sofa", { atMs: 9 }), 10)).toEqual([]);
    expect(chooseQueries(shoppers(9, "sofa", { atMs: 10 }), 10)).toHaveLength(1);
  });

  it.each([
    "jane.doe@mail.example.com",
    "lamp 4111 1111 1111 1111",
    "call +49 170 1234567",
    "01701234567",
    "<b>lamp</b>",
    'lamp "x"',
    "one two three four five six",
    "a".repeat(61),
    "x",
    "",
  ])("is not %j, whoever types it", (text) => expect(chooseQueries(shoppers(50, text), 0)).toEqual([]));

  it.each(["iphone 12 128 gb", "wh-1000xm4", "küche & bad", "16,5 cm pot", "кофеварка"])("may be %j", (text) =>
    expect(chooseQueries(shoppers(5, text.toUpperCase()), 0)).toEqual([{ text, shoppers: 5 }]),
  );

  it("is of two that read alike the one of more shoppers, whatever the order of the log", () => {
    const log = [...shoppers(6, "running shoe"), ...shoppers(8, "Running  shoes"), ...shoppers(7, "sofa"), ...shoppers(7, "desk")]; // prettier-ignore
    const chosen = [
      { text: "running shoes", shoppers: 8 },
      { text: "desk", shoppers: 7 },
      { text: "sofa", shoppers: 7 },
    ];
    expect(chooseQueries(log, 0)).toEqual(chosen);
    expect(chooseQueries([...log, ...log].reverse(), 0)).toEqual(chosen);
  });
});

describe("popular queries", () => {
  const query = (text: string, n: number) => ({ text, shoppers: n, count: 10 * n });
  const queries = [
    query("lamp", 5),
    query("lamp shade", 9),
    query("Lämpchen", 7),
    query("laptop", 8),
    query("sofa", 99),
  ];

  it("are looked up by what they begin with, the one of most shoppers first", () => {
    const found = (typed: string, limit = 9) => openPopularQueries(queries).complete(typed, limit).map(({ text }) => text); // prettier-ignore
    expect(found("la")).toEqual(["lamp shade", "laptop", "Lämpchen", "lamp"]);
    expect(found(" LAMP")).toEqual(["lamp shade", "Lämpchen", "lamp"]);
    expect(found("lamp ")).toEqual(["lamp shade", "lamp"]);
    expect(found("la", 1)).toEqual(["lamp shade"]);
    expect([found("shade"), found("z"), found(""), found(" "), found("-")]).toEqual([[], [], [], [], []]);
    expect(openPopularQueries(queries).complete("sofa", 1)).toEqual([{ text: "sofa", kind: "query", count: 990 }]);
  });

  it(`are found as by looking at each (SEED=${seed})`, () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { maxLength: 30 }),
        fc.constantFrom("a", "b", "ab", "a b", "ca", "c"),
        (texts, typed) => {
          const list = [...new Set(texts.map((text) => text.trim().replaceAll(/ +/g, " ")))].map((text, i) =>
            query(text, i),
          );
          const plainly = list.filter(({ text }) => text.startsWith(typed)).sort((a, b) => b.shoppers - a.shoppers);
          const found = openPopularQueries(list).complete(typed, 5);
          expect(found.map(({ text }) => text)).toEqual(plainly.slice(0, 5).map(({ text }) => text));
        },
      ),
      { seed, numRuns: 300 },
    );
  });

  it("are kept in place of those before, and read again only when they have changed", async () => {
    const answers = new Map<string, KeptAnswer>();
    let reads = 0;
    const kept = keptQueries({
      find: (key) => Promise.resolve(answers.get(key) ?? null),
      keep: (answer) => Promise.resolve(void answers.set(answer.key, answer)),
    });
    await kept.replace("shop", queries, 1);
    await kept.replace("other", [query("desk", 5)], 1);
    const counted = { ...kept, read: (catalog: string) => ((reads += 1), kept.read(catalog)) };
    await using followed = followQueries({
      ...{ kept: counted, catalogs: () => Promise.resolve(["shop", "none"]), everyMs: 5 },
      onTrouble: (error) => {
        throw error;
      },
    });
    const until = async (done: () => boolean) => {
      for (let i = 0; i < 400 && !done(); i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(done()).toBe(true);
    };
    await until(() => followed.of("shop").complete("la", 9).length === 4);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(reads).toBe(1);
    expect([followed.of("none").complete("la", 9), followed.of("other").complete("de", 9)]).toEqual([[], []]);
    await kept.replace("shop", [], 2);
    await until(() => followed.of("shop").complete("la", 9).length === 0);
  });
});
