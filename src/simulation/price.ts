import type { Random } from "./random.ts";

/**
 * A price between cheap and dear, even in its logarithm, with an ending as shops like them.
 *
 * @param place 0 the cheapest of its kind to 1 the dearest
 * @param habit the shop's habit for this product, in [0, 1): which ending it gets
 */
export function priceAt([cheap, dear]: readonly [number, number], place: number, habit: number): number {
  return withEnding(cheap * (dear / cheap) ** place, habit);
}

/** The price before the discount, or null: most products have none. */
export function listPrice(price: number, random: Random): number | null {
  if (!random.chance(0.225)) return null;
  const discount = random.pick([0.1, 0.1, 0.15, 0.2, 0.2, 0.25, 0.3, 0.4, 0.5]);
  const before = withEnding(price / (1 - discount), random.next());
  return before > price ? before : null;
}

function withEnding(price: number, habit: number): number {
  if (price < 5) return round(Math.max(0.5, Math.floor(price * 10) / 10 + (habit < 0.5 ? 0.09 : 0.05)));
  if (price < 20) return round(Math.floor(price) + (habit < 0.5 ? 0.99 : habit < 0.7 ? 0.5 : habit < 0.85 ? 0.95 : 0));
  if (price < 100) return round(Math.floor(price) + (habit < 0.55 ? 0.99 : habit < 0.75 ? 0.95 : 0));
  if (price < 1000) return round(Math.round(price / 5) * 5 - (habit < 0.45 ? 1 : habit < 0.75 ? 0.01 : 0));
  return Math.round(price / 50) * 50 - (habit < 0.7 ? 1 : 0);
}

function round(price: number): number {
  return Math.round(price * 100) / 100;
}
