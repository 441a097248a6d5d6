/**
 * Kendall's tau (a): of all pairs the share in the same order less the share in the other; ties are neither.
 *
 * @returns from -1 to 1; NaN for fewer than two
 */
export function kendallTau(a: readonly number[], b: readonly number[]): number {
  let [same, pairs] = [0, 0];
  for (let i = 0; i < a.length; i += 1)
    for (let j = 0; j < i; j += 1) {
      pairs += 1;
      same += Math.sign(a[i]! - a[j]!) * Math.sign(b[i]! - b[j]!);
    }
  return same / pairs;
}
