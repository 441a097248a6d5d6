import type { RetrievalPlan } from "../domain/retrieval.ts";
import { createReferenceEngine } from "../testing/reference-engine.ts";
import { analyzeDocument, createAnalyzers } from "../text/analyze-document.ts";
import { toDocument } from "../text/to-document.ts";
import { expectAlike } from "./retrieval-comparison.contract.ts";
import {
  type EngineUnderTest,
  everything,
  type Gaps,
  mapping,
  product,
  query,
  testWith,
  withProducts,
} from "./retrieval-harness.contract.ts";

/** Signs that mean something to some engine's query language, expressions or paths. */
const signs = ['"', "\\", "*", "?", ".*", "[a-z]", "a|b", "(", "{1,9}", "~", "#", "@", "&", "<1-9>", "\u0000", "=", ">", "$1", "é", "\u{1F600}"]; // prettier-ignore

/** Text from strangers stands for itself, in values, names, facets and terms. */
export function retrievalHostileContract(engine: EngineUnderTest, gaps: Gaps): void {
  const test = testWith(gaps);
  const products = signs.map((sign, i) =>
    product(`p${i}`, `thing ${sign}`, {
      brand: `b${sign}`,
      sku: `s${sign}${i}`,
      categories: [`c${sign} > d${sign}`],
      attributes: { [`a${sign}`]: [`v${sign}`] },
    }),
  );

  describe("any text", () => {
    test("hostile", "stands for itself", () =>
      withProducts(engine, products, async (retrieve) => {
        const analyzers = createAnalyzers(mapping);
        const reference = createReferenceEngine(
          mapping,
          products.map((each) => toDocument(each, mapping)),
          (document) => analyzeDocument(document, analyzers),
        );
        for (const plan of signs.flatMap(plansOf)) expectAlike(await retrieve(plan), reference.retrieve(plan));
        for (const sign of signs) {
          const facets = [{ kind: "terms", field: "brand", size: 50, contains: `b${sign}` }] as const;
          const [brands] = (await retrieve({ facets })).facets;
          expect(brands).toMatchObject({ values: [{ value: `b${sign}`, count: 1 }] });
        }
      }),
    );
  });
}

function plansOf(sign: string): readonly RetrievalPlan[] {
  const value = { kind: "terms", field: "brand", values: [`b${sign}`] } as const;
  const attribute = `attributes.a${sign}`;
  return [
    {
      ...everything,
      filters: [{ kind: "or", filters: [value, { kind: "exists", field: attribute }] }],
      facets: [
        { kind: "terms", field: attribute, size: 50 },
        { kind: "tree", field: "categories", size: 50, open: [`c${sign}`] },
      ],
    },
    { ...everything, facets: [{ kind: "terms", field: attribute, size: 50 }] },
    { ...everything, query: { ...query(sign, "thing?"), phrases: [["thing", sign]], identifier: sign } },
  ];
}
