import type { EventProduct } from "../domain/event.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { factsReader } from "../text/read-facts.ts";

export interface EventProductsDeps {
  readonly store: Pick<ProductStore, "find">;
  readonly mapping: (catalog: string) => Promise<CatalogMapping>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type EventProducts = (catalog: string, ids: readonly string[]) => Promise<ReadonlyMap<string, EventProduct>>;

interface Kept {
  readonly product: EventProduct | null;
  readonly readAtMs: number;
}

/** What an event is stamped with may be as old as this: events crowd on few products. */
const keptMs = 5000;
const productsKept = 20_000;

/** What catalogues say of products, looked up all at once. @throws WinnowError `catalog_not_found` */
export const createEventProducts = ({ store, mapping, now }: EventProductsDeps): EventProducts => {
  const kept = new Map<string, Kept>();
  return async (catalog, ids) => {
    const nowMs = now();
    const keyOf = (id: string) => `${catalog} ${id}`;
    // Of this call: what is kept may be let go before it ends.
    const known = new Map<string, EventProduct | null>();
    for (const id of ids) {
      const one = kept.get(keyOf(id));
      if (one !== undefined && Math.abs(nowMs - one.readAtMs) <= keptMs) known.set(id, one.product);
    }
    const missing = ids.filter((id) => !known.has(id));
    // Also asked for none, so that an unknown catalogue is noticed.
    const found = missing.length > 0 || ids.length === 0 ? await store.find(catalog, missing) : [];
    const reader = factsReader(await mapping(catalog));
    if (kept.size > productsKept) kept.clear();
    missing.forEach((id, i) => {
      const source = found[i]?.source ?? null;
      const product = source === null ? null : toEventProduct(id, source, reader);
      known.set(id, product);
      kept.set(keyOf(id), { product, readAtMs: nowMs });
    });
    return new Map(
      ids.flatMap((id) => {
        const product = known.get(id) ?? null;
        return product === null ? [] : [[id, product] as const];
      }),
    );
  };
};

const toEventProduct = (id: string, source: string, reader: ReturnType<typeof factsReader>): EventProduct => {
  const { brand, category, price } = reader.read(source, []);
  const { group_id: group } = JSON.parse(source) as { readonly group_id?: string };
  return { id, group: group ?? id, brand, category, price };
};
