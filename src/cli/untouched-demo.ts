import type { CatalogInfo, StoredProduct } from "../ports/product-store.ts";
import { generateProducts, type GenerateOptions } from "../simulation/generate-products.ts";

/** What `npm start` fills an empty shop with. */
export const demoShop = { seed: 1, count: 20_000 } as const;

export interface DemoCatalog {
  catalog(name: string): Promise<CatalogInfo>;
  find(catalog: string, ids: readonly string[]): Promise<readonly (StoredProduct | null)[]>;
}

/** Whether the demo shop's first product is there: not once an import has replaced it. */
export const holdsDemo = async (store: Pick<DemoCatalog, "find">, name: string): Promise<boolean> => {
  const [first] = generateProducts({ ...demoShop, count: 1, nowMs: 0 });
  const [stored] = await store.find(name, [first!.id]);
  return stored != null && (JSON.parse(stored.source) as { title?: unknown }).title === first!.title;
};

/** Whether a catalogue is the demo shop as it was made and nothing else: no product of a shop's own meets invented shoppers. */
export const isUntouchedDemo = async (store: DemoCatalog, name: string, shop: GenerateOptions): Promise<boolean> => {
  const { products, sequence } = await store.catalog(name);
  // Each change of a product has its number: as many changes as products are those of the first import.
  if (products !== shop.count || sequence !== shop.count) return false;
  const first = Array.from(generateProducts({ ...shop, count: 200 }));
  const stored = await store.find(
    name,
    first.map(({ id }) => id),
  );
  return first.every(({ title, price }, at) => {
    const source = stored[at]?.source;
    if (source === undefined) return false;
    const product = JSON.parse(source) as { title?: unknown; price?: unknown };
    return product.title === title && product.price === price;
  });
};
