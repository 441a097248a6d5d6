import { withText } from "../src/backfill/enriched-products.ts";
import { checkDescription } from "../src/backfill/check-description.ts";
import { readFactsSheet } from "../src/backfill/product-facts.ts";
import type { Product } from "../src/domain/product.ts";
import { createRandom, mixSeeds } from "../src/simulation/random.ts";
import { voice } from "./descriptions-texts.ts";
import { writeHonestly } from "./descriptions-writer.ts";

export interface BackfilledTexts {
  readonly products: readonly Product[];
  /** Texts that passed the checks and are shown. */
  readonly applied: number;
}

/** Products as a backfill leaves them whose model writes only what their data say; what is held back is not shown. */
export function backfillTexts(products: readonly Product[], seed: number): BackfilledTexts {
  let applied = 0;
  const shown = products.map((product, i): Product => {
    const sheet = readFactsSheet(product);
    const { facts, hash } = sheet;
    const attributes = Object.fromEntries(Object.entries(product.attributes ?? {}).slice(0, 40));
    if (facts.length < 3) return product;
    const description = writeHonestly({ ...product, attributes }, createRandom(mixSeeds(seed, i)));
    if (checkDescription(description, sheet, { ...voice, shortest: 30 }).length > 0) return product;
    applied++;
    return withText(product, {
      ...{ catalog: "shop", product: product.id, revision: 1, status: "applied", content: { description } },
      provenance: { model: "scripted", promptVersion: "", sourceHash: hash, batch: "", answer: "", writtenAtMs: 0 },
      ...{ findings: [], source: [], edited: false, by: "backfill", updatedAtMs: 0 },
    });
  });
  return { products: shown, applied };
}
