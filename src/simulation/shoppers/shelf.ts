import type { AttributeValue, Product } from "../../domain/product.ts";
import { departments } from "../departments.ts";

/** The catalogue as shoppers look at it: kinds of things, and of each product what a person can see. */
export interface Shelf {
  readonly kinds: readonly Kind[];
  /** By the id that a search answers with. */
  readonly items: ReadonlyMap<string, Item>;
}

export interface Kind {
  readonly index: number;
  /** Lower case, as it is typed: `table lamp`. */
  readonly noun: string;
  /** Levels of the path. */
  readonly path: readonly string[];
  readonly groups: readonly Group[];
  /** Attributes with at least two values, which a shopper may want. */
  readonly traits: readonly Trait[];
  /** Brand → share of the kind's groups. */
  readonly brands: ReadonlyMap<string, number>;
  /** Mean and deviation of the logarithm of prices. */
  readonly price: { readonly mean: number; readonly deviation: number };
}

export interface Trait {
  readonly name: string;
  readonly values: readonly { readonly value: AttributeValue; readonly share: number }[];
}

/** A product with its variants. */
export interface Group {
  readonly id: string;
  readonly kind: Kind;
  readonly brand: string;
  /** All values of its variants. */
  readonly attributes: ReadonlyMap<string, ReadonlySet<AttributeValue>>;
  readonly title: string;
  readonly items: readonly Item[];
}

/** One variant. */
export interface Item {
  readonly id: string;
  readonly group: Group;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** Pounds. */
  readonly price: number;
  /** In deviations of its kind's log prices. */
  readonly pricePlace: number;
  readonly discounted: boolean;
  readonly inStock: boolean;
  readonly rating: number | null;
  readonly reviews: number;
}

/** @param products of the demo shop; others have no kinds and are left out */
export function readShelf(products: Iterable<Product>): Shelf {
  const nouns = nounsByPath();
  const drafts = new Map<string, Map<string, Product[]>>();
  for (const product of products) {
    const path = product.categories?.[0] ?? "";
    const known = nouns.get(path);
    if (known === undefined) continue;
    const title = product.title.toLowerCase();
    const noun = known.find((one) => title.includes(one)) ?? known[0]!;
    const name = `${path}\n${noun}`;
    let groups = drafts.get(name);
    if (groups === undefined) drafts.set(name, (groups = new Map<string, Product[]>()));
    const id = product.group_id ?? product.id;
    const variants = groups.get(id);
    if (variants === undefined) groups.set(id, [product]);
    else variants.push(product);
  }
  const items = new Map<string, Item>();
  const kinds = Array.from(drafts, ([name, groups], index) => readKind(index, name, groups));
  for (const { groups } of kinds) for (const group of groups) for (const item of group.items) items.set(item.id, item);
  return { kinds, items };
}

/** Longest first, so that a sofa bed is no sofa. */
function nounsByPath(): Map<string, string[]> {
  const nouns = new Map<string, string[]>();
  for (const { name, kinds } of departments) {
    for (const { path, noun } of kinds) {
      const full = `${name} > ${path}`;
      nouns.set(
        full,
        [...(nouns.get(full) ?? []), noun.toLowerCase()].sort((a, b) => b.length - a.length),
      );
    }
  }
  return nouns;
}

function readKind(index: number, name: string, drafts: ReadonlyMap<string, readonly Product[]>): Kind {
  const [path, noun] = name.split("\n") as [string, string];
  const prices = Array.from(drafts.values(), ([first]) => Math.log(first?.price ?? 1));
  const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
  const variance = prices.reduce((sum, price) => sum + (price - mean) ** 2, 0) / prices.length;
  const price = { mean, deviation: Math.max(0.1, Math.sqrt(variance)) };
  const groups: Group[] = [];
  const brands = new Map<string, number>();
  const kind: Kind = { index, noun, path: path.split(" > "), groups, traits: [], brands, price };
  for (const [id, variants] of drafts) {
    const group = readGroup(id, variants, kind);
    groups.push(group);
    brands.set(group.brand, (brands.get(group.brand) ?? 0) + 1 / drafts.size);
  }
  return Object.assign(kind, { traits: readTraits(groups) });
}

function readGroup(id: string, variants: readonly Product[], kind: Kind): Group {
  const attributes = new Map<string, Set<AttributeValue>>();
  const items: Item[] = [];
  const [first] = variants;
  const group: Group = { id, kind, brand: first!.brand ?? "", attributes, title: first!.title, items };
  for (const product of variants) {
    const own = new Map<string, AttributeValue>();
    for (const [name, values] of Object.entries(product.attributes ?? {})) {
      if (values.length === 0) continue;
      own.set(name, values[0]!);
      const all = attributes.get(name);
      if (all === undefined) attributes.set(name, new Set(values));
      else for (const value of values) all.add(value);
    }
    const price = product.price ?? 1;
    items.push({
      id: product.id,
      group,
      attributes: own,
      price,
      pricePlace: (Math.log(price) - kind.price.mean) / kind.price.deviation,
      discounted: product.list_price !== undefined && product.list_price > price,
      inStock: product.in_stock !== false,
      rating: product.rating ?? null,
      reviews: product.reviews ?? 0,
    });
  }
  return group;
}

function readTraits(groups: readonly Group[]): Trait[] {
  const counts = new Map<string, Map<AttributeValue, number>>();
  for (const { attributes } of groups) {
    for (const [name, values] of attributes) {
      let seen = counts.get(name);
      if (seen === undefined) counts.set(name, (seen = new Map<AttributeValue, number>()));
      for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1);
    }
  }
  return Array.from(counts, ([name, seen]) => {
    // Nobody looks for what a thing is not.
    const entries = Array.from(seen).filter(([value]) => value !== false);
    const total = entries.reduce((sum, [, count]) => sum + count, 0);
    return { name, values: entries.map(([value, count]) => ({ value, share: count / total })) };
  }).filter(({ name, values }) => values.length > 0 && (counts.get(name)?.size ?? 0) > 1);
}
