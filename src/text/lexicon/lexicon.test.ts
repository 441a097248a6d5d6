import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Product } from "../../domain/product.ts";
import { analyzeDocument, createAnalyzers } from "../analyze-document.ts";
import { editDistance } from "../edit-distance.ts";
import { readMapping } from "../read-mapping.ts";
import { stem } from "../stem.ts";
import { toDocument } from "../to-document.ts";
import { createLexiconBuilder, type LexiconPart } from "./lexicon-builder.ts";
import { openLexicon } from "./lexicon.ts";

const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")) as unknown);
const analyzers = createAnalyzers(mapping);
const stemOf = stem("english");

describe("a vocabulary", () => {
  it("counts each product once a term, in any text field, over all parts", () => {
    const { vocabulary } = openLexicon([
      partOf([{ title: "Red mouse, red cable", description: "a mouse" }, { title: "Cable" }]),
      partOf([{ title: "Adapter", description: "with cable" }]),
    ]);
    expect(vocabulary.documents).toBe(3);
    expect(["red", "mouse", "cable", "adapter", "nothing"].map((term) => vocabulary.frequency(term))).toEqual([
      1, 1, 3, 1, 0,
    ]);
  });

  it("counts products whose title holds two terms next to each other, in this order", () => {
    const { vocabulary } = openLexicon([
      partOf([{ title: "show stopper show stopper" }, { title: "stopper show", description: "show stopper" }]),
      partOf([{ title: "the show stopper" }]),
    ]);
    expect(vocabulary.pairFrequency("show", "stopper")).toBe(2);
    expect(vocabulary.pairFrequency("show", "nothing")).toBe(0);
  });

  it("answers as a plain list of all terms would", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(titles, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        query,
        limit,
        (parts, typed, most) => {
          const { vocabulary } = openLexicon(parts.map((part) => partOf(part.map((title) => ({ title })))));
          const plain = plainFrequencies(parts.flat());
          const byFrequency = [...plain].map(([term, frequency]) => ({ term, frequency })).sort(order);
          for (const [term, frequency] of plain) expect(vocabulary.frequency(term)).toBe(frequency);

          const prefixed = byFrequency.filter(({ term }) => term.startsWith(typed));
          const completed = vocabulary.withPrefix(typed, most);
          expect(completed.map(({ frequency }) => frequency)).toEqual(
            prefixed.slice(0, most).map(({ frequency }) => frequency),
          );
          for (const { term, frequency } of completed)
            expect([term.startsWith(typed), frequency]).toEqual([true, plain.get(term)]);

          for (const maxEdits of [1, 2] as const) {
            const near = byFrequency
              .map((each) => ({ ...each, edits: editDistance(typed, each.term, maxEdits) }))
              .filter(({ edits }) => edits > 0 && edits <= maxEdits)
              .sort((a, b) => a.edits - b.edits || order(a, b));
            expect(vocabulary.nearby(typed, maxEdits, most)).toEqual(near.slice(0, most));
          }
          expect(vocabulary.withStem(stemOf(typed))).toEqual(
            byFrequency.filter(({ term }) => stemOf(term) === stemOf(typed)),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("completions", () => {
  const lexicon = openLexicon([
    partOf([
      ...times(6, { title: "Acme Wireless Mouse", brand: "Acme", categories: ["Computers > Mice"] }),
      ...times(3, { title: "Wireless Mouse by Initech", brand: "Initech", categories: ["Computers > Mice"] }),
      ...times(4, { title: "Globex HDMI Cable 2 m", brand: "Globex", categories: ["Computers > Cables"] }),
      ...times(2, { title: "HDMI Cable", brand: "Initech", categories: ["Computers > Cables"] }),
      ...times(3, { title: "Café machine, black", brand: "Café Royal" }),
    ]),
  ]);
  const complete = (typed: string, kind: "query" | "brand" | "category" = "query") =>
    lexicon.completions.complete(typed, kind, 5).map(({ text }) => text);

  it("finishes the last word of a phrase, wherever in the phrase it is", () => {
    expect(complete("wireless mo")).toContain("wireless mouse");
    expect(complete("mou")).toContain("wireless mouse");
  });

  it("forgives a typo in any word", () => {
    expect(complete("wirless mou")).toContain("wireless mouse");
    expect(complete("hdmi cabel")).toContain("hdmi cable");
  });

  it("shows accents but does not ask for them", () => {
    expect(complete("CAFE m")).toEqual(["café machine"]);
    expect(complete("cafe", "brand")).toEqual(["Café Royal"]);
  });

  it("shows brands and category paths as the shop writes them, with their products", () => {
    expect(lexicon.completions.complete("gl", "brand", 5)).toEqual([{ text: "Globex", kind: "brand", count: 4 }]);
    expect(complete("mic", "category")).toEqual(["Computers > Mice"]);
  });

  it("leaves measures and bare numbers out", () => {
    expect(complete("hdmi cable ")).not.toContain("hdmi cable 2 m");
    expect(complete("2")).toEqual([]);
  });
});

describe("completions of several parts", () => {
  const lexicon = openLexicon([
    partOf([
      ...times(3, { title: "Acme wireless mouse", brand: "Acme" }),
      ...times(2, { title: "Globex wireless mouse", brand: "Globex" }),
    ]),
    partOf([{ title: "wireless mouse", brand: "Globex" }, ...times(4, { title: "wireless mat", brand: "Initech" })]),
    partOf([]),
  ]);

  it("add up", () => {
    const wireless = lexicon.completions.complete("wireless m", "query", 5);
    expect(wireless.slice(0, 2).map(({ text, count }) => [text, count])).toEqual([
      ["wireless mouse", 6],
      ["wireless mat", 4],
    ]);
    expect(lexicon.completions.complete("g", "brand", 5)).toEqual([{ text: "Globex", kind: "brand", count: 3 }]);
  });

  it("are found in another order and with other spaces than typed", () => {
    const texts = (typed: string) => lexicon.completions.complete(typed, "query", 5).map(({ text }) => text);
    expect(texts("mouse wirel")).toContain("wireless mouse");
    expect(texts("wire less mou")).toContain("wireless mouse");
    expect(texts("wirelessmo")).toContain("wireless mouse");
  });

  it("count a group of variants once", () => {
    const variants = ["red", "blue"].map((colour) => ({
      title: `Desk lamp, ${colour}`,
      brand: "Acme",
      group_id: "lamp",
    }));
    const one = openLexicon([partOf(variants)]);
    expect(one.completions.complete("desk", "query", 1)).toEqual([{ text: "desk lamp", kind: "query", count: 1 }]);
    expect(one.completions.complete("acme", "brand", 1)).toEqual([{ text: "Acme", kind: "brand", count: 1 }]);
    expect(one.vocabulary.frequency("lamp")).toBe(2);
  });

  it("of nothing are none", () => {
    const empty = openLexicon([]);
    expect([empty.completions.complete("a", "query", 5), empty.vocabulary.nearby("a", 2, 5)]).toEqual([[], []]);
    expect([empty.vocabulary.documents, empty.vocabulary.withPrefix("", 5)]).toEqual([0, []]);
  });
});

describe("completions of any titles", () => {
  it("are at most as many as asked for, each once, whatever is typed", () => {
    const anyTitle = fc
      .array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 8 })
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(anyTitle, { maxLength: 10 }), fc.string({ maxLength: 20 }), limit, (list, typed, most) => {
        const { completions } = openLexicon([partOf(list.map((title) => ({ title, brand: title })))]);
        for (const kind of ["query", "brand", "category"] as const) {
          const found = completions.complete(typed, kind, most);
          expect(found.length).toBeLessThanOrEqual(most);
          expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
          for (const each of found) expect(each.count).toBeGreaterThan(0);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const letters = fc.constantFrom("a", "b", "c", "s", "é", "1");
const word = fc.string({ unit: letters, minLength: 1, maxLength: 7 });
const titles = fc.array(word, { maxLength: 6 }).map((words) => words.join(" "));
const query = fc.string({ unit: fc.constantFrom("a", "b", "c", "s", "1"), maxLength: 6 });
const limit = fc.integer({ min: 1, max: 20 });

function partOf(list: readonly Partial<Product>[]): LexiconPart {
  const builder = createLexiconBuilder(mapping);
  for (const [index, product] of list.entries()) {
    builder.add(analyzeDocument(toDocument({ id: `p${index}`, title: "", ...product }, mapping), analyzers));
  }
  return builder.finish();
}

function plainFrequencies(list: readonly string[]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const title of list) {
    for (const term of new Set(analyzers["title"]!.terms(title)))
      frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  return frequencies;
}

function times(count: number, product: Partial<Product>): Partial<Product>[] {
  return Array.from({ length: count }, () => product);
}

function order(a: { term: string; frequency: number }, b: { term: string; frequency: number }): number {
  return b.frequency - a.frequency || (a.term < b.term ? -1 : 1);
}
