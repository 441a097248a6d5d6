import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Product } from "../domain/product.ts";
import type { RetrievalPlan } from "../domain/retrieval.ts";
import { parse } from "../search/parse.ts";
import { readMapping } from "../text/read-mapping.ts";
import { referenceRetrieval } from "../testing/reference-retrieval.ts";
import { parseSynonyms } from "./synonyms.ts";

const seed = 20261123;
const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const synonyms = parseSynonyms("laptop, notebook\nsofa => couch\nmemory stick, usb stick", "synonyms");
/** Words with forms, misspellings, synonyms, compounds and completions of each other. */
const words = (
  "laptop laptops labtop notebook notebooks sofa sofas couch usb stick sticks memory show stopper showstopper " +
  "headset head set lamp lamps camera cameras camrea keyboard keybord university universal"
).split(" ");

/** What stands around the word: none of its alternatives, which would count twice. */
const company = "red blue large small cheap".split(" ");

describe("an alternative", () => {
  it("never outranks the word as typed in products that differ in that word only", async () => {
    const word = fc.constantFrom(...words);
    const text = fc.array(word, { minLength: 1, maxLength: 6 });
    // Titles only: frequencies are known over all fields, so the promise is exact where fields use words alike.
    const filler = fc.record({ title: text });
    const rest = fc.array(fc.constantFrom(...company), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(filler, { maxLength: 40 }),
        rest,
        word,
        fc.boolean(),
        async (others, around, typed, typing) => {
          const products: Product[] = others.map(({ title }, i) => ({
            id: `other${i}`,
            title: title.join(" "),
          }));
          const product = (id: string, standing: string): Product => ({ id, title: [...around, standing].join(" ") });
          const vocabulary = referenceRetrieval(mapping, [...products, product("typed", typed)]).lexicon("").vocabulary;
          const tree = parse(typed, { mapping, vocabulary, synonyms, typing })!.tree;
          for (const { terms } of tree.words[0]!.alternatives.slice(1)) {
            const shop = referenceRetrieval(mapping, [
              ...products,
              product("typed", typed),
              product("other", terms.join(" ")),
            ]);
            const { candidates } = await shop.retrieve(
              planOf(parse(typed, { mapping, vocabulary: shop.lexicon("").vocabulary, synonyms, typing })!.tree),
              undefined as never,
            );
            const score = (id: string) => candidates.find((each) => each.id === id)?.score ?? 0;
            // Two words in the place of one make the text longer; only texts of one length differ in that word only.
            if (terms.length === 1) expect(score("other")).toBeLessThanOrEqual(score("typed"));
          }
        },
      ),
      { seed, numRuns: 150 },
    );
  });
});

const planOf = (query: RetrievalPlan["query"]): RetrievalPlan => ({
  catalog: "products",
  query,
  fields: mapping.text.map(({ name, weight }) => ({ name, weight })),
  filters: [],
  facetFilters: [],
  facets: [],
  sort: { by: "relevance" },
  size: 1000,
  collapse: false,
});
