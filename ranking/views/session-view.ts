import type { SessionState } from "../../src/domain/session.ts";

/** What this shopper is after, from this session's events: recent ones weigh more. */
export interface SessionView {
  /** Weighted events; 0 for a new session. */
  readonly weight: number;
  /** Share of that weight by brand and by category. */
  readonly brands: ReadonlyMap<string, number>;
  readonly categories: ReadonlyMap<string, number>;
  /** The same for each level's path above. */
  readonly parents: ReadonlyMap<string, number>;
  /** Mean logarithm of the prices; NaN for none. */
  readonly logPrice: number;
  readonly seen: ReadonlySet<string>;
  /** In the cart or bought; what was taken out of the cart is not. */
  readonly carted: ReadonlySet<string>;
}

export const sessionView = (session: SessionState | null): SessionView => {
  if (session === null || session.entries.length === 0) return NOTHING;
  const brands = new Map<string, number>();
  const categories = new Map<string, number>();
  const parents = new Map<string, number>();
  const seen = new Set<string>();
  const carted = new Set<string>();
  let weight = 0;
  let prices = 0;
  let logPrices = 0;
  for (const [i, { type, product }] of session.entries.entries()) {
    if (type === "add_to_cart" || type === "purchase") carted.add(product.group);
    if (type === "remove_from_cart") carted.delete(product.group);
    const own = (WEIGHTS.get(type) ?? 0) * FADE ** (session.entries.length - 1 - i);
    if (own === 0) continue;
    seen.add(product.group);
    weight += own;
    add(brands, product.brand, own);
    add(categories, product.category, own);
    add(parents, product.category === null ? null : parentOf(product.category), own);
    if (product.price === null || !(product.price > 0)) continue;
    prices += own;
    logPrices += own * Math.log(product.price);
  }
  if (weight === 0) return { ...NOTHING, carted };
  for (const shares of [brands, categories, parents])
    for (const [name, each] of shares) shares.set(name, each / weight);
  return { weight, brands, categories, parents, logPrice: logPrices / prices, seen, carted };
};

/** The path above, or the root itself. */
export const parentOf = (category: string): string => {
  const end = category.lastIndexOf(" > ");
  return end === -1 ? category : category.slice(0, end);
};

const add = (shares: Map<string, number>, name: string | null, weight: number): void => {
  if (name !== null) shares.set(name, (shares.get(name) ?? 0) + weight);
};

const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ["view", 1],
  ["click", 1],
  ["add_to_cart", 2],
  ["purchase", 2],
]);
/** Of an event's weight, with each event after it. */
const FADE = 0.9;

const NOTHING: SessionView = {
  weight: 0,
  brands: new Map(),
  categories: new Map(),
  parents: new Map(),
  logPrice: NaN,
  seen: new Set(),
  carted: new Set(),
};
