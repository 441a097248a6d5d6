import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Product } from "../domain/product.ts";
import { seededRandom } from "../../ranking/metrics/random.ts";
import type { SynonymRule } from "../query/synonyms.ts";
import { fakeLearning } from "../testing/fake-learning.ts";
import { memoryRetrieval } from "../testing/memory-retrieval.ts";
import { referenceRetrieval } from "../testing/reference-retrieval.ts";
import { readMapping } from "../text/read-mapping.ts";
import type { Learning } from "./learning.ts";
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
  learning?: Learning,
) => {
  const search = createSearch({ retrieval: retrievalOf(mapping, products), synonyms: () => synonyms, newQueryId: () => "0".repeat(32), ...(learning && { learning }) }); // prettier-ignore
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

  const word = fc.constantFrom("shovel", "shovels", "spade", "spades", "steel", "small", "garden");
  const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
  const made = fc
    .array(fc.record({ title: text, description: text }), { minLength: 2, maxLength: 12 })
    .map((all) => all.map((one, i): Product => ({ id: String(i), ...one })));
  const query = fc.constantFrom("shovel", "steel shovel", "small steel shovels");

  it("never outranks a literal match, whatever field each is in", async () => {
    await fc.assert(
      fc.asyncProperty(made, query, async (products, asked) => {
        const literal = idsOf((await find(retrievalOf, products, asked, [])).filter(all));
        expect(outranked(await find(retrievalOf, products, asked, learned), literal)).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });

  it("never outranks a literal match in the learned order either, whatever a model scores and exploration draws", async () => {
    let [turned, below] = [0, 0];
    await fc.assert(
      fc.asyncProperty(made, query, fc.integer(), async (products, asked, draw) => {
        const random = seededRandom(draw);
        const score = (_: unknown, rows: number, out: Float64Array) => {
          for (let row = 0; row < rows; row += 1) out[row] = random();
        };
        const explain = (row: Float32Array) => new Float64Array(row.length + 1);
        const model = { version: "m-random", scorer: { score }, explain };
        const learning = fakeLearning({ model, random, exploration: { share: 0.5 } });
        const literal = idsOf((await find(retrievalOf, products, asked, [])).filter(all));
        const plain = await find(retrievalOf, products, asked, learned);
        const hits = await find(retrievalOf, products, asked, learned, learning);
        expect(outranked(hits, literal)).toEqual([]);
        if ([...idsOf(hits)].join() !== [...idsOf(plain)].join()) turned += 1;
        if (hits.some(({ explanation }) => explanation!.rules.includes("learned synonyms last"))) below += 1;
      }),
      { seed, numRuns: 40 },
    );
    // The model's word was another, and the rule was needed.
    expect([turned > 10, below > 3]).toEqual([true, true]);
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

const idsOf = (hits: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(hits.map(({ id }) => id));

/** Those found without it that come after the first that was found by it. */
const outranked = (hits: Awaited<ReturnType<typeof find>>, literal: ReadonlySet<string>): readonly string[] => {
  const whole = hits.filter(all);
  const first = whole.findIndex(({ explanation }) => explanation!.words.some((w) => w.matched === "synonym"));
  return first === -1 ? [] : [...idsOf(whole.slice(first))].filter((id) => literal.has(id));
};
