import { type Enrichment, type Generated, generatedField } from "../domain/enrichment.ts";
import type { Product } from "../domain/product.ts";
import type { EnrichmentStore } from "../ports/enrichment-store.ts";
import type { ImportSession, ProductStore, ProductWrite } from "../ports/product-store.ts";
import { ownPart, readFactsSheet } from "./product-facts.ts";

/**
 * The product store, with what models have written kept beside what the shop says: each write of a product, an import's
 * too, gets what is applied to it and was written from these very facts. So a feed neither has to carry our texts nor
 * can it lose them, its products stay unchanged where they are, and a text goes when what it was written from changes.
 */
export function enrichedProducts(
  store: ProductStore,
  enrichments: Pick<EnrichmentStore, "find" | "count" | "list">,
): ProductStore {
  return {
    ...store,
    async write(catalog, writes) {
      const products = writes.flatMap((each) => (each.op === "put" ? [each.product] : []));
      const enriched = (await withGenerated(enrichments, catalog, products)).values();
      return await store.write(
        catalog,
        writes.map((each): ProductWrite => (each.op === "put" ? { ...each, product: enriched.next().value! } : each)),
      );
    },
    async openImport(catalog) {
      const session = await store.openImport(catalog);
      try {
        const before = await enrichments.count(catalog);
        // Most catalogues have none, and an import of a million products needs no million questions.
        const hasAny = before.applied + before.proposed + before.refused + before.reverted > 0;
        return enrichedImport(
          session,
          hasAny ? (products) => withGenerated(enrichments, catalog, products) : withoutAny,
        );
      } catch (error) {
        await session[Symbol.asyncDispose]();
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

type Enrich = (products: readonly Product[]) => Promise<readonly Product[]>;

function enrichedImport(session: ImportSession, enrich: Enrich): ImportSession {
  return {
    stage: async (products) => session.stage(await enrich(products)),
    commit: (keepMissing) => session.commit(keepMissing),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/** Whatever a feed says in our field is not ours. */
const withoutAny: Enrich = (products) => Promise.resolve(products.map(ownPart));

async function withGenerated(
  enrichments: Pick<EnrichmentStore, "find">,
  catalog: string,
  products: readonly Product[],
): Promise<readonly Product[]> {
  const own = products.map(ownPart);
  const found = own.length === 0 ? [] : await enrichments.find(catalog, own.map(({ id }) => id)); // prettier-ignore
  return own.map((product, i) => withText(product, found[i] ?? null));
}

/** The product as it is to be stored. @param own without what a model has added */
export function withText(own: Product, enrichment: Enrichment | null): Product {
  if (enrichment?.status !== "applied") return own;
  const { model, sourceHash } = enrichment.provenance;
  if (readFactsSheet(own).hash !== sourceHash) return own;
  const generated: Generated = {
    ...enrichment.content,
    model,
    source_hash: sourceHash,
    reviewed: enrichment.by !== "backfill",
  };
  return { ...own, [generatedField]: { ...generated } };
}
