import { readFileSync } from "node:fs";
import fc from "fast-check";
import { testVocabulary } from "../testing/test-vocabulary.ts";
import { readMapping } from "../text/read-mapping.ts";
import { highlighter } from "./highlight.ts";
import { parse } from "./parse.ts";

const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const vocabulary = testVocabulary(1000, { cable: 50, cables: 20, headphones: 30, creme: 3, "55": 9, inch: 90 });
const marks = (query: string, product: { title: string; description?: string }) => {
  const { tree } = parse(query, { mapping, vocabulary, synonyms: [], typing: true })!;
  return highlighter(tree, mapping)({ id: "1", ...product });
};

describe("highlighting", () => {
  it("marks other forms, corrections, and of a completed word what was typed", () => {
    expect(marks("cables ", { title: "Cable and cables" })).toEqual({
      title: "<mark>Cable</mark> and <mark>cables</mark>",
    });
    expect(marks("headfones ", { title: "Headphones" })["title"]).toBe("<mark>Headphones</mark>");
    expect(marks("headph", { title: "Headphones" })["title"]).toBe("<mark>Headph</mark>ones");
  });

  it("marks accented words and what touches as one", () => {
    expect(marks("creme ", { title: "Crème brûlée" })["title"]).toBe("<mark>Crème</mark> brûlée");
    expect(marks("55 inch", { title: 'TV 55" black' })["title"]).toBe("TV <mark>55&#34;</mark> black");
  });

  it("leaves stop words unmarked", () =>
    expect(marks("cable for the ", { title: "The cable for you" })["title"]).toBe("The <mark>cable</mark> for you"));

  it("cuts a long description around its matches, at words", () => {
    const description = `${"lorem ipsum ".repeat(60)}a cable of quality ${"dolor sit amet ".repeat(60)}`;
    const { description: html } = marks("cable ", { title: "x", description });
    expect(html).toMatch(/^….*<mark>cable<\/mark> of quality.*…$/u);
    expect(html!.length).toBeLessThan(320);
    expect(html).toMatch(/^…(lorem|ipsum)/u);
  });

  it("shows no description that does not match", () =>
    expect(marks("cable ", { title: "Cable", description: "nothing" })).toEqual({ title: "<mark>Cable</mark>" }));

  it("gives back the text when marks are taken out and signs are unescaped, and no other markup, for any text", () => {
    const piece = fc.constantFrom(
      "cable",
      "<b>",
      "</mark>",
      "&amp;",
      '"',
      "'",
      "`",
      " ",
      '55"',
      "ﬁ",
      "👍🏽",
      "é",
      "<script>alert(1)</script>",
      "\u0000",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 280 }),
      fc.array(piece, { maxLength: 20 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, (title) => {
        if (title === "" || title.length > 290) return;
        const html = marks('cable 55" headph', { title })["title"]!;
        expect(html.replace(/<\/?mark>/gu, "")).not.toMatch(/[<>"'`]/u);
        expect((html.match(/<mark>/gu) ?? []).length).toBe((html.match(/<\/mark>/gu) ?? []).length);
        const plain = html
          .replace(/<\/?mark>/gu, "")
          .replace(/&#(\d+);/gu, (_, code: string) => String.fromCharCode(Number(code)));
        expect(plain).toBe(title);
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});
