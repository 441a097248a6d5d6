import { readFileSync } from "node:fs";
import type { Product } from "../domain/product.ts";
import type { SearchRequest, SuggestRequest } from "../domain/search.ts";
import { parseSynonyms } from "../query/synonyms.ts";
import { openPopularQueries } from "../suggestions/popular-queries.ts";
import { referenceRetrieval } from "../testing/reference-retrieval.ts";
import { readMapping } from "../text/read-mapping.ts";
import { createSearch } from "./search.ts";

const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const synonyms = parseSynonyms("couch, sofa", "synonyms");
const deadline = { signal: new AbortController().signal, remainingMs: () => 1000 };

function shop(products: readonly Product[]) {
  const retrieval = referenceRetrieval(mapping, products);
  const made = createSearch({ retrieval, synonyms: () => synonyms, newQueryId: () => "0".repeat(32) });
  return {
    search: (request: Partial<SearchRequest> & { text: string }) => made.search({ ...standard, ...request }, deadline),
    suggest: (text: string) => made.suggest({ catalog: "products", text, size: 5 }, deadline),
  };
}

const standard: SearchRequest = {
  catalog: "products",
  text: "",
  filters: [],
  facets: [],
  sort: { by: "relevance" },
  page: 1,
  size: 10,
  collapse: true,
  explain: false,
  highlight: false,
};

const small: readonly Product[] = [
  { id: "1", title: "Acme wireless headphones black", brand: "Acme", price: 50, categories: ["Audio > Headphones"] },
  { id: "2", title: "Acme wired headphones", brand: "Acme", price: 20, categories: ["Audio > Headphones"] },
  { id: "3", title: "Blip wireless mouse", brand: "Blip", price: 15, categories: ["Computers > Mice"], sku: "BM-100" },
  { id: "4", title: "Blip wireless keyboard", brand: "Blip", price: 35, categories: ["Computers > Keyboards"] },
  { id: "5", title: "Velvet sofa", brand: "Casa", price: 700, description: "A couch for three. <b>Soft</b> & wide." },
  { id: "6", title: "Wireless speaker BM-100 compatible", brand: "Casa", price: 80, categories: ["Audio > Speakers"] },
];
const { search, suggest } = shop(small);
const ids = async (request: Partial<SearchRequest> & { text: string }) =>
  (await search(request)).hits.map(({ id }) => id);

describe("a search", () => {
  it("finds products that match all words", async () =>
    expect(await ids({ text: "acme headphones" })).toEqual(["2", "1"]));

  it("shows everything for an empty query", async () => expect((await search({ text: " " })).total).toBe(6));

  it("has nothing to show for signs only that mean nothing, but does not fail", async () =>
    expect((await search({ text: "???" })).total).toBe(6));

  it("puts the product with the identifier first, as it may be typed", async () => {
    const answer = await search({ text: "bm 100", explain: true });
    expect(answer.hits.map(({ id }) => id)).toEqual(["3", "6"]);
    expect(answer.hits[0]?.explanation?.rules).toEqual([]);
    expect((await ids({ text: "BM100" }))[0]).toBe("3");
  });

  it("says what it has corrected", async () => {
    const answer = await search({ text: "Acme headfones" });
    expect(answer.corrected).toEqual({ from: "Acme headfones", to: "Acme headphones" });
    expect(answer.total).toBe(2);
  });

  it("writes what it has corrected as its products write it, and what nobody doubted as it was typed", async () => {
    const products = Array.from({ length: 4 }, (_, i) => ({ id: `${i}`, title: `Grüner Küchentisch ${i}` }));
    const { corrected } = await shop(products).search({ text: "Grüner Küchenntisch 2" });
    expect(corrected).toEqual({ from: "Grüner Küchenntisch 2", to: "Grüner küchentisch 2" });
    expect((await shop(products).search({ text: "grüner kuchenntisch", size: 0 })).corrected?.to).toBe(
      "grüner kuchentisch",
    );
  });

  it("finds a product that is misspelt as the query is below those that are spelt right", async () => {
    const right = Array.from({ length: 120 }, (_, i) => ({ id: `right${i}`, title: `Wireless headphones ${i}` }));
    const misspelt = { id: "misspelt", title: "Wireless hedphones 7" };
    const answer = await shop([...right, misspelt]).search({ text: "wireless hedphones", size: 200 });
    expect(answer.corrected?.to).toBe("wireless headphones");
    expect(answer.hits).toHaveLength(121);
    expect(answer.hits.at(-1)?.id).toBe("misspelt");
  });

  it("drops words when too few products match all, says which, and keeps whole matches first", async () => {
    const answer = await search({ text: "wired wireless headphones" });
    expect(answer.relaxed?.dropped).toHaveLength(1);
    expect(["1", "2"]).toEqual(expect.arrayContaining(answer.hits.map(({ id }) => id)));
    const less = await search({ text: "blip wireless mouse" });
    expect(less.hits[0]?.id).toBe("3");
  });

  it("wants a number beside its unit where titles write it so, and finds them apart when there are too few", async () => {
    const apart = ["a", "b", "c"].map((id) => ({ id, title: `Zed 16 inch laptop 8 GB ${id}` }));
    const beside = ["d", "e", "f"].map((id) => ({ id, title: `Zed 14 inch laptop, 16 GB ${id}` }));
    const many = await shop([...apart, ...beside]).search({ text: "laptop 16gb" });
    expect(many.hits.map(({ id }) => id).sort()).toEqual(["d", "e", "f"]);
    const few = await shop([...apart, ...beside.slice(1)]).search({ text: "laptop 16gb" });
    expect(
      few.hits
        .map(({ id }) => id)
        .slice(0, 2)
        .sort(),
    ).toEqual(["e", "f"]);
    expect(few).toMatchObject({ total: 5 });
    expect(few.relaxed).toBeUndefined();
  });

  it("drops nothing because of a chosen facet", async () => {
    const facets = [{ kind: "terms", field: "brand", size: 10 }] as const;
    const chosen = { kind: "terms", field: "brand", values: ["Casa"] } as const;
    const answer = await search({ text: "wireless", facets, filters: [chosen] });
    expect(answer).toMatchObject({ total: 1 });
    expect(answer.relaxed).toBeUndefined();
  });

  it("finds by synonym, below what matches literally", async () => {
    const { hits } = await shop([
      { id: "a", title: "Velvet sofa" },
      { id: "b", title: "Velvet couch" },
      { id: "c", title: "Velvet chair" },
    ]).search({ text: "velvet couch" });
    expect(hits.map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("explains a score by parts that add up to it", async () => {
    const { hits } = await search({ text: "acme wireles headphones", explain: true });
    for (const { score, explanation } of hits) {
      expect(explanation?.parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 4);
      expect(explanation?.words.map(({ text }) => text)).toEqual(["acme", "wireles", "headphones"]);
    }
    expect(hits[0]?.explanation?.words.map(({ matched }) => matched)).toEqual(["exact", "typo", "exact"]);
  });

  it("marks matched words in the title and escapes all else", async () => {
    const [hit] = (await search({ text: "sofa soft", highlight: true })).hits;
    expect(hit?.highlight).toEqual({
      title: "Velvet <mark>sofa</mark>",
      description: "A <mark>couch</mark> for three. &#60;b&#62;<mark>Soft</mark>&#60;/b&#62; &#38; wide.",
    });
  });
});

describe("facets", () => {
  it("are the mapping's own when none are asked for: a tree of categories, statistics of numbers, values of the rest", async () => {
    const { facets } = await search({ text: "wireless", facets: null });
    expect(facets.map(({ field, kind }) => `${field} ${kind}`).slice(0, 3)).toEqual([
      "categories tree",
      "brand terms",
      "price stats",
    ]);
    expect(facets[2]).toMatchObject({ count: 4, min: 15, max: 80 });
  });

  it("stay open beside what is chosen in them, and show a choice that leads to nothing", async () => {
    const facets = [{ kind: "terms", field: "brand", size: 1 }] as const;
    const answer = await search({
      text: "wireless",
      facets,
      filters: [{ kind: "terms", field: "brand", values: ["Acme", "Nobody"] }],
    });
    expect(answer.total).toBe(1);
    expect(answer.facets[0]).toEqual({
      kind: "terms",
      field: "brand",
      values: [
        { value: "Blip", count: 2 },
        { value: "Acme", count: 1 },
        { value: "Nobody", count: 0 },
      ],
      more: 1,
    });
  });

  it("open a tree at the chosen category", async () => {
    const { facets } = await search({
      text: "wireless",
      facets: [{ kind: "tree", field: "categories", size: 10, open: [] }],
      filters: [{ kind: "terms", field: "categories", values: ["Audio"] }],
    });
    const [tree] = facets;
    expect(tree?.kind === "tree" && tree.values.map(({ value, count }) => `${value} ${count}`)).toEqual([
      "Audio 2",
      "Computers 2",
      "Audio > Headphones 1",
      "Audio > Speakers 1",
    ]);
  });

  it("can be searched", async () => {
    const { facets } = await search({ text: "", facets: [{ kind: "terms", field: "brand", size: 5, contains: "ca" }] });
    expect(facets[0]).toMatchObject({ values: [{ value: "Casa", count: 2 }], more: 0 });
  });

  it.each([
    [{ filters: [{ kind: "terms", field: "brnad", values: ["Acme"] }] }, "filters[0].field", "Did you mean brand?"],
    [
      { filters: [{ kind: "not", filter: { kind: "range", field: "brand", gt: 1 } }] },
      "filters[0].not.field",
      "Use one of",
    ],
    [{ facets: [{ kind: "stats", field: "pric" }] }, "facets[0].field", "Did you mean price?"],
    [{ sort: { by: "field", field: "title", order: "asc" } }, "sort", "Use one of"],
    [{ page: 101, size: 10 }, "page", "cursor"],
  ] as [Partial<SearchRequest>, string, string][])(
    "refuse a wrong name, saying where and what would be right",
    async (wrong, where, hint) => {
      const refused = search({ text: "wireless", ...wrong });
      await expect(refused).rejects.toMatchObject({ code: "invalid_request", where });
      await expect(refused).rejects.toHaveProperty("hint", expect.stringContaining(hint));
    },
  );

  it("take attributes by name", async () =>
    expect(await ids({ text: "", filters: [{ kind: "terms", field: "attributes.colour", values: ["red"] }] })).toEqual(
      [],
    ));
});

describe("autocomplete", () => {
  it("answers with products for half a word, and with brands and categories", async () => {
    const answer = await suggest("wirel");
    expect(answer.products.map(({ id }) => id).sort()).toEqual(["1", "3", "4", "6"]);
    expect(answer.products.find(({ id }) => id === "3")?.highlight?.["title"]).toBe("Blip <mark>wirel</mark>ess mouse");
    expect((await suggest("acm")).brands.map(({ text }) => text)).toEqual(["Acme"]);
    expect((await suggest("speak")).categories.map(({ text }) => text)).toEqual(["Audio > Speakers"]);
  });

  it("offers what shoppers searched for first, nothing twice, and nothing to who may not see all", async () => {
    const popular = openPopularQueries([
      { text: "headphones wired acme", shoppers: 9, count: 1 },
      { text: "wireless for travel", shoppers: 7, count: 2 },
    ]);
    const retrieval = referenceRetrieval(mapping, small);
    const made = createSearch({ retrieval, synonyms: () => synonyms, popular: () => popular, newQueryId: () => "" });
    const texts = async (text: string, more: Partial<SuggestRequest> = {}) =>
      (await made.suggest({ catalog: "products", text, size: 5, ...more }, deadline)).suggestions.map(
        (one) => one.text,
      );
    const own = (await suggest("wirel")).suggestions.map(({ text }) => text);
    expect(own.length).toBeGreaterThan(0);
    expect(await texts("wirel")).toEqual(["wireless for travel", ...own].slice(0, 5));
    expect(await texts("wirel", { size: 1 })).toEqual(["wireless for travel"]);
    // "acme wired headphones" says the same.
    const both = await texts("headph");
    expect(both[0]).toBe("headphones wired acme");
    expect(both).not.toContain("acme wired headphones");
    expect((await suggest("headph")).suggestions.map(({ text }) => text)).toContain("acme wired headphones");
    expect(await texts("wirel", { within: [{ kind: "terms", field: "brand", values: ["Acme"] }] })).toEqual([]);
    expect(await texts("")).toEqual([]);
  });

  it("has nothing to say to nothing", async () =>
    expect(await suggest(" ")).toEqual({ suggestions: [], brands: [], categories: [], products: [], degraded: [] }));
});
