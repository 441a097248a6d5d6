import { readFileSync } from "node:fs";
import fc from "fast-check";
import { seededRandom } from "../../ranking/metrics/random.ts";
import type { Product } from "../domain/product.ts";
import type { Hit } from "../domain/search.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import type { SynonymRule } from "../query/synonyms.ts";
import type { Learning } from "../search/learning.ts";
import { createSearch } from "../search/search.ts";
import { readMapping } from "../text/read-mapping.ts";
import { fakeLearning } from "./fake-learning.ts";

/** Searches the catalogue `products`, which holds just these. */
export type RetrievalOf = (products: readonly Product[]) => Searched | Promise<Searched>;
type Searched = Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;

export const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
export const learned: readonly SynonymRule[] = [
  { from: "hosepipe", to: ["garden hose", "hose"], learned: true },
  { from: "shovel", to: ["spade"], learned: true },
];

const word = fc.constantFrom("shovel", "shovels", "spade", "spades", "steel", "small", "garden");
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
/** At most twelve, numbered from 0. */
export const someProducts = fc
  .array(fc.record({ title: text, description: text }), { minLength: 2, maxLength: 12 })
  .map((all) => all.map((one, i): Product => ({ id: String(i), ...one })));
export const someQuery = fc.constantFrom("shovel", "steel shovel", "small steel shovels");

/**
 * That a learned synonym outranks no literal match, where a model scores anyhow and exploration draws anyhow.
 * @returns in how many runs the order was another than without the model, and in how many the rule was needed
 */
export async function expectLiteralFirst(
  retrievalOf: RetrievalOf,
  runs: { readonly seed: number; readonly numRuns: number },
): Promise<{ readonly turned: number; readonly below: number }> {
  let [turned, below] = [0, 0];
  await fc.assert(
    fc.asyncProperty(someProducts, someQuery, fc.integer(), async (products, asked, draw) => {
      const random = seededRandom(draw);
      const score = (_: unknown, rows: number, out: Float64Array) => {
        for (let row = 0; row < rows; row += 1) out[row] = random();
      };
      const explain = (row: Float32Array) => new Float64Array(row.length + 1);
      const model = { version: "m-random", scorer: { score }, explain };
      const learning = fakeLearning({ model, random, exploration: { share: 0.5 }, budgetMs: 10_000 });
      const retrieval = await retrievalOf(products);
      const literal = idsOf((await find(retrieval, asked, [])).filter(isWhole));
      const plain = await find(retrieval, asked, learned);
      const hits = await find(retrieval, asked, learned, learning);
      expect(outranked(hits, literal)).toEqual([]);
      if ([...idsOf(hits)].join() !== [...idsOf(plain)].join()) turned += 1;
      if (hits.some(({ explanation }) => explanation!.rules.includes("learned synonyms last"))) below += 1;
    }),
    runs,
  );
  return { turned, below };
}

export async function find(
  retrieval: Searched,
  asked: string,
  synonyms: readonly SynonymRule[],
  learning?: Learning,
): Promise<readonly Hit[]> {
  const search = createSearch({ retrieval, synonyms: () => synonyms, newQueryId: () => "0".repeat(32), ...(learning && { learning }) }); // prettier-ignore
  const answer = await search.search(
    {
      ...{ catalog: "products", text: asked, filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 100 },
      ...{ collapse: true, explain: true, highlight: false },
    },
    { signal: new AbortController().signal, remainingMs: () => 10_000 },
  );
  return answer.hits;
}

/** Whether all words were found as typed, or by a synonym. */
export const isWhole = ({ explanation }: Hit): boolean =>
  // prettier-ignore
  explanation!.words.every(({ matched }) => matched === "exact" || matched === "stem" || matched === "synonym");

export const idsOf = (hits: readonly Hit[]): ReadonlySet<string> => new Set(hits.map(({ id }) => id));

/** Those found without it that come after the first that was found by it. */
export const outranked = (hits: readonly Hit[], literal: ReadonlySet<string>): readonly string[] => {
  const whole = hits.filter(isWhole);
  const first = whole.findIndex(({ explanation }) => explanation!.words.some((w) => w.matched === "synonym"));
  return first === -1 ? [] : [...idsOf(whole.slice(first))].filter((id) => literal.has(id));
};
