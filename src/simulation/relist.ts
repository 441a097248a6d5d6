import type { GroupPlace } from "./write-group.ts";
import { createRandom, mixSeeds } from "./random.ts";
import { chooseReception } from "./reception.ts";
import { chooseOtherSeller } from "./sellers.ts";
import type { Product } from "../domain/product.ts";

/** Another seller's listing of one of these variants: nearly the same title, another price, often the same GTIN. */
export function relist(variants: readonly Product[], { seed, group, nowMs }: GroupPlace): Product {
  const random = createRandom(mixSeeds(seed, group, 4));
  const { group_id: _group, description, list_price: _before, rating: _rating, ...original } = random.pick(variants);
  const id = `d${String(seed)}-${String(group).padStart(5, "0")}`;
  const price = Math.round((original.price ?? 1) * (0.88 + 0.2 * random.next()) * 100) / 100;
  return {
    ...original,
    id,
    url: `/p/${id}`,
    title: retitle(original.title, random.below(6)),
    ...(description === undefined || random.chance(0.4) ? {} : { description }),
    price,
    sku: `MP-${String(group).padStart(5, "0")}-${original.sku ?? ""}`,
    gtin: random.chance(0.7) ? (original.gtin ?? []) : [],
    in_stock: !random.chance(0.2),
    ...chooseReception(nowMs, random),
    seller: chooseOtherSeller(random),
  };
}

function retitle(title: string, habit: number): string {
  if (habit === 0) return `${title} - fast UK delivery`;
  if (habit === 1) return title.toUpperCase();
  if (habit === 2) return title.toLowerCase();
  if (habit === 3) return `NEW ${title}`;
  return title;
}
