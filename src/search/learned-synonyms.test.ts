import fc from "fast-check";
import type { Product } from "../domain/product.ts";
import {
  expectLiteralFirst,
  find,
  idsOf,
  isWhole,
  learned,
  mapping,
  outranked,
  someProducts,
  someQuery,
} from "../testing/learned-synonyms.ts";
import { memoryRetrieval } from "../testing/memory-retrieval.ts";
import { referenceRetrieval } from "../testing/reference-retrieval.ts";

const seed = 20261124;
const engines = { embedded: memoryRetrieval, "the reference": referenceRetrieval };

describe.each(Object.entries(engines))("a learned synonym, by %s", (_, engine) => {
  const retrievalOf = (products: readonly Product[]) => engine(mapping, products);

  it("finds what the shopper's word does not", async () => {
    const shop = retrievalOf([
      { id: "1", title: "Expandable garden hose 30 m" },
      { id: "2", title: "Spade" },
    ]);
    expect(await find(shop, "hosepipe", [])).toEqual([]);
    expect((await find(shop, "hosepipe", learned)).map(({ id }) => id)).toEqual(["1"]);
  });

  it("never outranks a literal match, whatever field each is in", async () => {
    await fc.assert(
      fc.asyncProperty(someProducts, someQuery, async (products, asked) => {
        const shop = retrievalOf(products);
        const literal = idsOf((await find(shop, asked, [])).filter(isWhole));
        expect(outranked(await find(shop, asked, learned), literal)).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });

  it("never outranks a literal match in the learned order either, whatever a model scores and exploration draws", async () => {
    const { turned, below } = await expectLiteralFirst(retrievalOf, { seed, numRuns: 40 });
    // The model's word was another, and the rule was needed.
    expect([turned > 10, below > 3]).toEqual([true, true]);
  });
});
