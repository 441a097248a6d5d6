import type { Product } from "../domain/product.ts";
import type { ProductStore, ProductWrite } from "../ports/product-store.ts";
import { ownPart } from "./product-facts.ts";

/** Someone else's write of a product that came first is taken as it is and tried over. */
const TRIES = 10;

/**
 * Writes products anew as they are, so that they get, or lose, what models have written for them.
 *
 * @param store the enriched one
 */
export async function showTexts(
  store: Pick<ProductStore, "find" | "write">,
  catalog: string,
  products: readonly string[],
): Promise<void> {
  let left = products;
  for (let tries = 0; left.length > 0 && tries < TRIES; tries++) {
    const stored = await store.find(catalog, left);
    const writes = stored.flatMap((each): ProductWrite[] => {
      if (each === null) return [];
      return [{ op: "put", product: ownPart(JSON.parse(each.source) as Product), replaces: each.sequence }];
    });
    if (writes.length === 0) return;
    const results = await store.write(catalog, writes);
    left = results.flatMap((result, i) => {
      const write = writes[i]!;
      return result === "conflict" && write.op === "put" ? [write.product.id] : [];
    });
  }
}
