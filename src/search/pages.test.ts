import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Product } from "../domain/product.ts";
import type { Sort } from "../domain/retrieval.ts";
import type { SearchRequest } from "../domain/search.ts";
import { memoryRetrieval } from "../testing/memory-retrieval.ts";
import { readMapping } from "../text/read-mapping.ts";
import { createSearch } from "./search.ts";

const seed = 20261123;
const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const deadline = { signal: new AbortController().signal, remainingMs: () => 1000 };
const colours = ["red", "blue", "gren", "green", "white"];
const products = Array.from({ length: 700 }, (_, i): Product => ({
  id: `p${i}`,
  title: `${colours[i % 5]!} ${i % 3 === 0 ? "lamp" : "lamps"} ${"light ".repeat(i % 4)}`,
  ...(i % 7 === 0 ? {} : { price: i % 50 }),
  ...(i % 2 === 0 ? { group_id: `g${Math.floor(i / 4)}` } : {}),
}));
const retrieval = memoryRetrieval(mapping, products);
const shop = createSearch({ retrieval, synonyms: () => [], newQueryId: () => "0".repeat(32) });
const search = (request: SearchRequest) => shop.search(request, deadline);
const standard: SearchRequest = {
  catalog: "products",
  text: "green lamp",
  filters: [],
  facets: [],
  sort: { by: "relevance" },
  page: 1,
  size: 20,
  collapse: true,
  explain: false,
  highlight: false,
};

describe("pages", () => {
  const sorts: Sort[] = [
    { by: "relevance" },
    { by: "field", field: "price", order: "asc" },
    { by: "field", field: "price", order: "desc" },
  ];
  const asked = fc.record({
    text: fc.constantFrom("lamp", "green lamp", "", "light"),
    sort: fc.constantFrom(...sorts),
    size: fc.integer({ min: 7, max: 150 }),
    collapse: fc.boolean(),
  });

  it("by cursor show each result once, in the order of pages by number, with positions over all pages", async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (part) => {
        const request = { ...standard, ...part };
        const seen: string[] = [];
        let cursor: string | undefined;
        let total = 0;
        do {
          const answer = await search({ ...request, ...(cursor === undefined ? {} : { cursor }) });
          for (const { id, position } of answer.hits) {
            seen.push(id);
            expect(position).toBe(seen.length);
          }
          ({ cursor, total } = answer);
        } while (cursor !== undefined);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.length).toBe(total);

        const pages = Math.floor(Math.min(total, 1000) / request.size);
        const numbered: string[] = [];
        for (let page = 1; page <= pages; page += 1)
          numbered.push(...(await search({ ...request, page })).hits.map(({ id }) => id));
        expect(numbered).toEqual(seen.slice(0, numbered.length));
      }),
      { seed, numRuns: 40 },
    );
  });

  it("never show a typo above a literal match of as many words", async () => {
    const { hits } = await search({ ...standard, size: 200, explain: true });
    const kinds = hits.map(({ explanation }) => explanation?.words.map(({ matched }) => matched).join(" ") ?? "");
    const firstTypo = kinds.findIndex((each) => each.includes("typo"));
    const lastLiteral = kinds.findLastIndex((each) => /^(exact|stem) (exact|stem)$/u.test(each));
    expect(lastLiteral).toBeGreaterThanOrEqual(0);
    if (firstTypo >= 0) expect(firstTypo).toBeGreaterThan(lastLiteral);
  });

  it("refuse a cursor of another query, sort or filter, or one that is no cursor", async () => {
    const { cursor } = await search(standard);
    for (const wrong of [
      { ...standard, cursor: cursor!, text: "blue lamp" },
      { ...standard, cursor: cursor!, sort: sorts[1]! },
      { ...standard, cursor: cursor!, collapse: false },
      { ...standard, cursor: "nonsense" },
      { ...standard, cursor: Buffer.from("[1,2").toString("base64url") },
      { ...standard, cursor: Buffer.from("{}").toString("base64url") },
    ])
      await expect(search(wrong)).rejects.toMatchObject({ code: "invalid_cursor", where: "cursor" });
  });

  it("refuse damaged cursors whatever was damaged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 80 }), async (cursor) => {
        await expect(search({ ...standard, cursor })).rejects.toMatchObject({ code: "invalid_cursor" });
      }),
      { seed, numRuns: 300 },
    );
  });
});
