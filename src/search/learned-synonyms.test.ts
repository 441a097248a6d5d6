import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Product } from "../domain/product.ts";
import type { SynonymRule } from "../query/synonyms.ts";
import { memoryRetrieval } from "../testing/memory-retrieval.ts";
import { referenceRetrieval } from "../testing/reference-retrieval.ts";
import { readMapping } from "../text/read-mapping.ts";
import { createSearch } from "./search.ts";

const seed = 20261124;
const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const deadline = { signal: new AbortController().signal, remainingMs: () => 1000 };
const learned: readonly SynonymRule[] = [
  { from: "hosepipe", to: ["garden hose", "hose"], learned: true },
  { from: "shovel", to: ["spade"], learned: true },
];

const engines = { embedded: memoryRetrieval, "the reference": referenceRetrieval };

const find = async (
  retrievalOf: (typeof engines)[keyof typeof engines],
  products: readonly Product[],
  text: string,
  synonyms: readonly SynonymRule[],
) => {
  const search = createSearch({ retrieval: retrievalOf(mapping, products), synonyms: () => synonyms, newQueryId: () => "0".repeat(32) }); // prettier-ignore
  const answer = await search.search(
    {
      ...{ catalog: "products", text, filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 100 },
      ...{ collapse: true, explain: true, highlight: false },
    },
    deadline,
  );
  return answer.hits;
};

describe.each(Object.entries(engines))("a learned synonym, by %s", (_, retrievalOf) => {
  it("finds what the shopper's word does not", async () => {
    const products: Product[] = [
      { id: "1", title: "Expandable garden hose 30 m" },
      { id: "2", title: "Spade" },
    ];
    expect(await find(retrievalOf, products, "hosepipe", [])).toEqual([]);
    expect((await find(retrievalOf, products, "hosepipe", learned)).map(({ id }) => id)).toEqual(["1"]);
  });

  it("never outranks a literal match, whatever field each is in", async () => {
    const word = fc.constantFrom("shovel", "shovels", "spade", "spades", "steel", "small", "garden");
    const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
    const product = fc.record({ title: text, description: text });
    await fc.assert(
      fc.asyncProperty(
        fc.array(product, { minLength: 2, maxLength: 12 }),
        fc.constantFrom("shovel", "steel shovel", "small steel shovels"),
        async (made, query) => {
          const products = made.map((one, i): Product => ({ id: String(i), ...one }));
          const literal = new Set((await find(retrievalOf, products, query, [])).filter(all).map(({ id }) => id));
          const hits = (await find(retrievalOf, products, query, learned)).filter(all);
          const bySynonym = hits.findIndex(({ explanation }) =>
            explanation!.words.some((w) => w.matched === "synonym"),
          );
          if (bySynonym === -1) return;
          // Whatever comes after it is not among those that are found without it.
          expect(hits.slice(bySynonym).filter(({ id }) => literal.has(id))).toEqual([]);
        },
      ),
      { seed, numRuns: 60 },
    );
  });
});

/** Whether all words were found as typed, or by a synonym. */
const all = ({
  explanation,
}: {
  readonly explanation?: { readonly words: readonly { readonly matched: string | null }[] };
}): boolean =>
  // prettier-ignore
  explanation!.words.every(({ matched }) => matched === "exact" || matched === "stem" || matched === "synonym");
