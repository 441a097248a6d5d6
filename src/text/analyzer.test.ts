import { readFileSync } from "node:fs";
import fc from "fast-check";
import { WinnowError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { createAnalyzer, createNormalizer } from "./analyzer.ts";
import { generatedStrings } from "./generated-strings.ts";
import { HARD_SHOP_STRINGS } from "./hard-shop-strings.ts";
import { HARD_UNICODE_STRINGS } from "./hard-unicode-strings.ts";

const body = JSON.parse(readFileSync("mappings/products.json", "utf8")) as JsonObject;
const { terms, tokens } = createAnalyzer(body, "text");
const seed = Date.now() % 1_000_000;
const generated = generatedStrings(seed, 1000);

test.each([...HARD_SHOP_STRINGS, ...HARD_UNICODE_STRINGS])("cuts %j into %j", (text, expected) => {
  expect(terms(text).join(" ")).toBe(expected);
});

describe(`generated strings (seed ${seed})`, () => {
  test("have the same terms with and without places", () => {
    for (const text of generated) expect([text, tokens(text).map(({ term }) => term)]).toEqual([text, terms(text)]);
  });

  test("have the same terms composed and decomposed", () => {
    for (const text of generated) {
      expect([text, terms(text.normalize("NFD"))]).toEqual([text, terms(text.normalize("NFC"))]);
    }
  });

  test("have places in order, inside the text, of whole characters", () => {
    for (const text of generated) {
      let last = 0;
      for (const { start, end } of tokens(text)) {
        expect([text, start >= last && end > start && end <= text.length]).toEqual([text, true]);
        if (text.isWellFormed()) expect(text.slice(start, end).isWellFormed()).toBe(true);
        last = start;
      }
    }
  });
});

test("a term that is typed finds itself", () => {
  for (const term of HARD_SHOP_STRINGS.flatMap(([text]) => terms(text))) expect(terms(term)).toEqual([term]);
});

test("a word's place holds the word itself, accents and all", () => {
  const word = fc.stringMatching(/^[a-zA-Zéüñøß]{2,8}\u0301?$/u);
  const gap = fc.constantFrom(" ", ", ", "-", "/", "\u00a0", " 😀 ", "\u200b ", " + ");
  fc.assert(
    fc.property(fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 6 }), (parts) => {
      const text = parts.flat().join("");
      const found = tokens(text);
      expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(parts.map(([each]) => each));
      for (const { term, start, end } of found) expect(terms(text.slice(start, end))).toEqual([term]);
    }),
    { seed },
  );
});

test.each([
  ['a 55" TV', ["a", "55", '"', "TV"]],
  ["55-inch TV", ["55", "inch", "TV"]],
  ["500ml of 2 kilograms", ["500", "ml", "of", "2", "kilograms"]],
  ["Men\u2019s L'Ore\u0301al", ["Men", "L'Ore\u0301al"]],
  ["1,234.5 x 3", ["1,234.5", "3"]],
  ["S9+", ["S9", "+"]],
  ["ﾊﾟﾝ 東京", ["ﾊﾟﾝ", "東", "京"]],
])("the terms of %j come from %j", (text, places) => {
  expect(tokens(text).map(({ start, end }) => text.slice(start, end))).toEqual(places);
});

test("cuts a long run of letters into terms that an index can hold", () => {
  expect(terms("x".repeat(1000)).map((term) => term.length)).toEqual([255, 255, 255, 235]);
  expect(terms("1.".repeat(10_000)).every((term) => term.length < 1000)).toBe(true);
});

test("an identifier keeps letters and digits only, lower case and without accents", () => {
  const identifier = createNormalizer(body, "identifier");
  expect(["WH-1000 XM4", "wh1000xm4", " 00/12.3-É ", "№ 5", "--"].map(identifier)).toEqual([
    "wh1000xm4",
    "wh1000xm4",
    "00123e",
    "5",
    "",
  ]);
});

describe("refuses, naming the place,", () => {
  const analysis = (parts: JsonObject): JsonObject => ({
    settings: {
      analysis: {
        analyzer: { text: { tokenizer: "words", char_filter: ["c"], filter: ["f"] } },
        tokenizer: { words: { type: "pattern", pattern: "\\p{L}+", group: 0 } },
        char_filter: { c: { type: "pattern_replace", pattern: "x", replacement: "" } },
        filter: { f: { type: "lowercase" } },
        ...parts,
      },
    },
  });
  const charFilter = (definition: JsonObject) => analysis({ char_filter: { c: definition } });
  const filter = (definition: JsonObject) => analysis({ filter: { f: definition } });
  const replace = (pattern: string) => charFilter({ type: "pattern_replace", pattern, replacement: "" });

  test.each<[string, JsonObject, string]>([
    ["an analyzer that is not there", analysis({ analyzer: {} }), "/analyzer"],
    ["an analyzer that is built in", analysis({ analyzer: { text: { type: "standard" } } }), "/analyzer/text/type"],
    ["a tokenizer that is built in", analysis({ analyzer: { text: { tokenizer: "standard" } } }), "/tokenizer"],
    [
      "a tokenizer of another type",
      analysis({ tokenizer: { words: { type: "edge_ngram" } } }),
      "/tokenizer/words/type",
    ],
    [
      "a tokenizer that splits",
      analysis({ tokenizer: { words: { type: "pattern", pattern: " " } } }),
      "/tokenizer/words/group",
    ],
    ["a char_filter of another type", charFilter({ type: "html_strip" }), "/char_filter/c/type"],
    ["an unknown parameter", charFilter({ type: "mapping", mappings_path: "x" }), "/char_filter/c/mappings_path"],
    ["a mapping without an arrow", charFilter({ type: "mapping", mappings: ["a b"] }), "/char_filter/c/mappings/0"],
    ["a broken expression", replace("("), "/char_filter/c/pattern"],
    ["\\b, which differs in Java", replace("\\bx"), "/char_filter/c/pattern"],
    ["\\s, which differs in Java", replace("a\\s"), "/char_filter/c/pattern"],
    ["an intersection of classes", replace("[\\p{L}&&[^x]]"), "/char_filter/c/pattern"],
    ["a Java name of a class", replace("\\p{IsHan}"), "/char_filter/c/pattern"],
    ["an inline flag", replace("(?i)x"), "/char_filter/c/pattern"],
    ["a token filter of another type", filter({ type: "shingle" }), "/filter/f/type"],
    ["a stemmer", filter({ type: "stemmer", language: "english" }), "/filter/f/type"],
    ["stop words", filter({ type: "stop", stopwords: "_english_" }), "/filter/f/type"],
    ["a parameter", filter({ type: "asciifolding", preserve_original: true }), "/filter/f/preserve_original"],
  ])("%s", (_, mapping, where) => {
    const run = () => createAnalyzer(mapping, "text");
    expect(run).toThrow(WinnowError);
    expect(run).toThrow(
      expect.objectContaining({ code: "invalid_mapping", where: `/settings/analysis${where}` }) as Error,
    );
  });
});

test("knows mapping char filters, longest match first, and elisions", () => {
  const french = createAnalyzer(
    {
      settings: {
        analysis: {
          analyzer: { text: { tokenizer: "words", char_filter: ["signs"], filter: ["lowercase", "l"] } },
          tokenizer: { words: { type: "pattern", pattern: "[\\p{L}']+", group: 0 } },
          char_filter: { signs: { type: "mapping", mappings: ["& => et", "&& => ou", "\\u2019 => '"] } },
          filter: { l: { type: "elision", articles: ["l", "D"], articles_case: true } },
        },
      },
    },
    "text",
  );
  expect(french.terms("L\u2019eau & la mer && d'or s'il")).toEqual(["eau", "et", "la", "mer", "ou", "or", "s'il"]);
});
