import fc from "fast-check";
import type { IndexDocument } from "../domain/document.ts";
import type { Product } from "../domain/product.ts";
import type { Retrieved } from "../domain/retrieval.ts";
import { documents, plans } from "../testing/arbitrary-plans.ts";
import { createReferenceEngine } from "../testing/reference-engine.ts";
import { analyzeDocument, createAnalyzers } from "../text/analyze-document.ts";
import { toDocument } from "../text/to-document.ts";
import { type Gaps, type EngineUnderTest, mapping, testWith, withProducts } from "./retrieval-harness.contract.ts";

const seed = 3;

/** Generated products and plans beside the reference engine: same candidates, same order, scores within 1e-3. */
export function retrievalComparison(engine: EngineUnderTest, gaps: Gaps): void {
  const test = testWith(gaps);
  describe("beside the reference engine", () => {
    test("reference", `the same candidates, facets and totals (seed ${seed})`, async () => {
      // Different seeds a catalogue: one of many products, each with many plans.
      for (const [i, generated] of fc.sample(documents, { seed, numRuns: 5 }).entries()) {
        const products = generated.map(toProduct);
        const analyzers = createAnalyzers(mapping);
        const reference = createReferenceEngine(
          mapping,
          products.map((product) => toDocument(product, mapping)),
          (document) => analyzeDocument(document, analyzers),
        );
        await withProducts(engine, products, async (retrieve) => {
          for (const plan of fc.sample(plans, { seed: seed + i, numRuns: 60 })) {
            const own = { ...plan, catalog: "shop" };
            expectAlike(await retrieve(own), reference.retrieve(own));
          }
        });
      }
    });
  });
}

export function expectAlike(found: Retrieved, expected: Retrieved): void {
  const outline = ({ candidates, total, facets }: Retrieved) => ({
    total,
    facets,
    candidates: candidates.map(({ score: _, fieldScores: __, ...rest }) => rest),
  });
  expect(outline(found)).toEqual(outline(expected));
  for (const [i, { fieldScores, score }] of expected.candidates.entries()) {
    const own = found.candidates[i]!;
    for (const [f, wanted] of [...fieldScores, score].entries()) {
      const value = [...own.fieldScores, own.score][f]!;
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-3 * Math.abs(wanted));
    }
  }
}

function toProduct({ id, group, text, keywords, numbers }: IndexDocument): Product {
  const attributes: Record<string, string[]> = {};
  for (const pair of keywords["attributes"] ?? []) {
    const [name, value] = pair.split("=") as [string, string];
    (attributes[name] ??= []).push(value);
  }
  return {
    id,
    title: text["title"]![0]!,
    description: text["description"]![0]!,
    attributes,
    categories: keywords["categories"]!,
    ...(group !== id && { group_id: group }),
    ...(keywords["brand"] && { brand: keywords["brand"][0]! }),
    ...(keywords["sku"] && { sku: keywords["sku"][0]! }),
    ...(numbers["price"] !== undefined && { price: numbers["price"] }),
    ...(numbers["in_stock"] !== undefined && { in_stock: numbers["in_stock"] === 1 }),
  };
}
