import type { QueryState, WordState } from "../state/query-state.ts";
import type { Taste } from "../state/taste.ts";

/** Which categories and prices people chose for a query: its own history, filled up by that of its words. */
export interface TasteView {
  /** Evidence for the query, and for its words. */
  readonly queryEvidence: number;
  readonly wordEvidence: number;
  /** Share of the evidence, smoothed towards what the words say. */
  categoryShare(category: string): number;
  /** Share by the words alone. */
  wordCategoryShare(category: string): number;
  /** Logarithm of price that people choose, and its spread; NaN when unknown. */
  readonly logPrice: number;
  readonly spread: number;
}

/** @param idf of each word */
export const tasteView = (query: QueryState, words: readonly WordState[], idf: Float64Array): TasteView => {
  const own = query.taste;
  const wordEvidence = words.reduce((sum, { taste }) => sum + taste.evidence, 0);
  const wordCategoryShare = (category: string): number => {
    let sum = 0;
    let weights = 0;
    for (let i = 0; i < words.length; i++) {
      const { taste } = words[i]!;
      // A word that few were seen with says less.
      const weight = (idf[i]! * taste.evidence) / (taste.evidence + FIRM);
      weights += weight;
      if (taste.evidence > 0) sum += (weight * (taste.categories.get(category) ?? 0)) / taste.evidence;
    }
    return weights === 0 ? 0 : sum / weights;
  };
  const prices = blendPrices(own, words);
  return {
    queryEvidence: own.evidence,
    wordEvidence,
    wordCategoryShare,
    categoryShare: (category) =>
      ((own.categories.get(category) ?? 0) + FIRM * wordCategoryShare(category)) / (own.evidence + FIRM),
    ...prices,
  };
};

const blendPrices = (
  own: Taste,
  words: readonly WordState[],
): { readonly logPrice: number; readonly spread: number } => {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const { taste } of words) {
    n += taste.prices;
    sum += taste.sum;
    squares += taste.squares;
  }
  // The words count as so many pieces of evidence at most.
  const scale = n === 0 ? 0 : Math.min(1, FIRM / n);
  n = own.prices + scale * n;
  if (n === 0) return { logPrice: NaN, spread: NaN };
  const mean = (own.sum + scale * sum) / n;
  const variance = (own.squares + scale * squares) / n - mean * mean;
  // Never surer than a few pieces of evidence allow: half a unit of the logarithm, squared, as prior.
  return { logPrice: mean, spread: Math.sqrt((Math.max(0, variance) * n + PRIOR_VARIANCE * 2) / (n + 2)) };
};

/** Evidence that weighs as much as what is known besides. */
const FIRM = 4;
const PRIOR_VARIANCE = 0.25;
