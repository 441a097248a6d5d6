import { type Enrichment, type Generated, generatedField } from "../domain/enrichment.ts";
import type { Product } from "../domain/product.ts";
import type { EnrichmentStore } from "../ports/enrichment-store.ts";
import type { ImportSession, ProductStore, ProductWrite } from "../ports/product-store.ts";
import { ownPart, readFactsSheet } from "./product-facts.ts";
import { showTexts } from "./show-texts.ts";

/**
 * The product store, with what models have written kept beside what the shop says: each write of a product, an import's
 * too, gets what is applied to it and was written from these very facts. So a feed neither has to carry our texts nor
 * can it lose them, its products stay unchanged where they are, and a text goes when what it was written from changes.
 */
export function enrichedProducts(
  store: ProductStore,
  enrichments: Pick<EnrichmentStore, "find" | "count">,
): ProductStore {
  const enriched: ProductStore = {
    ...store,
    async write(catalog, writes) {
      const products = writes.flatMap((each) => (each.op === "put" ? [each.product] : []));
      const texts = (await withGenerated(enrichments, catalog, products)).values();
      return await store.write(
        catalog,
        writes.map((each): ProductWrite => (each.op === "put" ? { ...each, product: texts.next().value! } : each)),
      );
    },
    async openImport(catalog) {
      const session = await store.openImport(catalog);
      try {
        return enrichedImport(session, catalog, enriched, enrichments, await hasAny(enrichments, catalog));
      } catch (error) {
        await session[Symbol.asyncDispose]();
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
  return enriched;
}

/** Most catalogues have none, and an import of a million products needs no million questions. */
async function hasAny(enrichments: Pick<EnrichmentStore, "count">, catalog: string): Promise<boolean> {
  const { proposed, applied, refused, reverted } = await enrichments.count(catalog);
  return proposed + applied + refused + reverted > 0;
}

function enrichedImport(
  session: ImportSession,
  catalog: string,
  products: Pick<ProductStore, "find" | "write">,
  enrichments: Pick<EnrichmentStore, "find" | "count">,
  known: boolean,
): ImportSession {
  const staged: string[] = [];
  /** Product → revision of what was written for it when it was staged. */
  const seen = new Map<string, number>();
  return {
    async stage(list) {
      const own = list.map(ownPart);
      const ids = own.map(({ id }) => id);
      const found = known ? await enrichments.find(catalog, ids) : [];
      for (const [i, id] of ids.entries()) {
        staged.push(id);
        const revision = found[i]?.revision;
        if (revision !== undefined) seen.set(id, revision);
      }
      await session.stage(own.map((product, i) => withText(product, found[i] ?? null)));
    },
    async commit(keepMissing) {
      const counts = await session.commit(keepMissing);
      // What was decided while the import went on was decided of the products before it.
      if (await hasAny(enrichments, catalog)) {
        for (let i = 0; i < staged.length; i += CHUNK) {
          const ids = staged.slice(i, i + CHUNK);
          const found = await enrichments.find(catalog, ids);
          await showTexts(products, catalog, ids.filter((id, at) => found[at]?.revision !== seen.get(id))); // prettier-ignore
        }
      }
      return counts;
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

const CHUNK = 1000;

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
  if (enrichment?.status !== "applied" || Object.keys(enrichment.content).length === 0) return own;
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
