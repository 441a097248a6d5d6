/**
 * Normalised discounted cumulative gain of the first `k` (Järvelin and Kekäläinen 2002), gain 2^grade − 1, discount
 * log2(position + 1), as LightGBM computes it.
 *
 * @param grades of the ranked items, best rank first; 0 or more
 * @param judged grades of all that could have been ranked, in any order
 * @returns in [0, 1], or null when nothing judged has a positive grade: such a query says nothing about an order
 */
export function ndcg(grades: readonly number[], judged: readonly number[], k: number): number | null {
  const best = dcg(
    [...judged].sort((a, b) => b - a),
    k,
  );
  return best === 0 ? null : dcg(grades, k) / best;
}

function dcg(grades: readonly number[], k: number): number {
  let sum = 0;
  for (const [i, grade] of grades.slice(0, k).entries()) sum += (2 ** grade - 1) / Math.log2(i + 2);
  return sum;
}
