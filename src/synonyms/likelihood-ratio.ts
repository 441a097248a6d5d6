/**
 * How surprising it is that something happened `k` times of `n` here and `others` times of `rest` elsewhere, if it were
 * equally likely: G², twice the logarithm of the likelihood ratio (Dunning 1993), negative where it is rarer here.
 * Chance alone exceeds 10.8 once in a thousand.
 */
export function likelihoodRatio(k: number, n: number, others: number, rest: number): number {
  if (n === 0 || rest === 0) return 0;
  const all = (k + others) / (n + rest);
  const [here, there] = [k / n, others / rest];
  const g = 2 * (logLikelihood(k, n, here) + logLikelihood(others, rest, there) - logLikelihood(k, n, all) - logLikelihood(others, rest, all)); // prettier-ignore
  return here >= there ? g : -g;
}

const logLikelihood = (k: number, n: number, p: number): number =>
  (k === 0 ? 0 : k * Math.log(p)) + (k === n ? 0 : (n - k) * Math.log(1 - p));
