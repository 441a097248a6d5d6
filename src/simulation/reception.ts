import type { Random } from "./random.ts";

const threeYearsMs = 3 * 365 * 86_400_000;

/** When a product came and how people took it; the newer, the fewer reviews. Their number has a long tail. */
export function chooseReception(
  nowMs: number,
  random: Random,
): { readonly rating?: number; readonly reviews: number; readonly created_at: string } {
  const ageMs = Math.floor(random.next() ** 1.3 * threeYearsMs);
  const created_at = new Date(Math.floor((nowMs - ageMs) / 60_000) * 60_000).toISOString();
  const known = Math.min(1, 0.08 + ageMs / (threeYearsMs * 0.5));
  const reviews = random.chance(0.18) ? 0 : Math.floor(Math.exp(2.2 + 1.6 * random.normal()) * known);
  if (reviews === 0) return { reviews, created_at };
  // Few voices stray further from the usual 4.3 than many do.
  const spread = 0.28 + 0.6 / Math.sqrt(reviews);
  const rating = Math.min(5, Math.max(1, Math.round((4.25 + spread * random.normal()) * 10) / 10));
  return { rating, reviews, created_at };
}
