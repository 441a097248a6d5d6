import { demoQueries } from "./demo-queries.ts";
import { generateProducts } from "./generate-products.ts";
import { moreWordPairs } from "./more-word-pairs.ts";
import { wordPairs } from "./word-pairs.ts";

const products = Array.from(generateProducts({ seed: 1, count: 20_000, nowMs: Date.UTC(2026, 0, 15) }));
const texts = products.map(({ title, description = "", categories = [], attributes = {} }) =>
  [title, description, ...categories, ...Object.values(attributes).flat()].join(" \n ").toLowerCase(),
);

const allPairs = [...wordPairs, ...moreWordPairs];

describe("wordPairs", () => {
  it("are sixty or more, with those of the measurement two hundred and fifty, each once", () => {
    expect(wordPairs.length).toBeGreaterThanOrEqual(60);
    expect(allPairs.length).toBeGreaterThanOrEqual(250);
    expect(new Set(allPairs.map(String)).size).toBe(allPairs.length);
  });

  it("have a shop's word that the catalogue uses", () => {
    expect(allPairs.filter(([shop]) => !texts.some((text) => text.includes(shop.toLowerCase())))).toEqual([]);
  });

  it("have a shopper's word that the catalogue never uses, in the plural neither", () => {
    const used = allPairs.filter(([, shopper]) => {
      const word = new RegExp(`\\b${shopper.toLowerCase().replaceAll(/[ -]/g, "[ -]?")}(?:s|es)?\\b`);
      return texts.some((text) => word.test(text));
    });
    expect(used).toEqual([]);
  });
});

describe("demoQueries", () => {
  it("are forty of eight kinds, each once", () => {
    expect(new Set(demoQueries.map(({ text }) => text)).size).toBe(40);
    expect(new Set(demoQueries.map(({ kind }) => kind)).size).toBe(8);
  });

  it("name identifiers that the shop has, and nothings that it lacks", () => {
    const asked = demoQueries.filter(({ kind }) => kind === "identifier").map(({ text }) => text);
    const lost = asked.filter(
      (id) => !products.some(({ sku, gtin, title }) => sku === id || gtin?.includes(id) === true || title.includes(id)),
    );
    expect(lost).toEqual([]);
    const nothings = demoQueries.filter(({ kind }) => kind === "none").map(({ text }) => text);
    expect(nothings.filter((word) => texts.some((text) => text.includes(word)))).toEqual([]);
  });
});
