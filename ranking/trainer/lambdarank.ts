import type { Rows } from "./check-rows.ts";
import { orderByScore } from "./order-by-score.ts";
import type { Gradients } from "./gradients.ts";
import type { Options } from "./options.ts";

/** Added to a score difference before it divides, LightGBM's constant. */
const NEAR = 0.01;

/**
 * LambdaRank (Burges 2010) as LightGBM has it: pairs of which one is among the first `truncation` of its query pull
 * apart by what swapping them would change NDCG, divided by how far apart they already are, and each query's pull is
 * dampened by log2(1 + pull).
 */
export function lambdarank(rows: Rows, options: Options): Gradients {
  const { labels, groups, weights } = rows;
  const { labelGain, truncation, sigmoid, norm } = options;
  const largest = groups.reduce((most, size) => Math.max(most, size), 0);
  const discounts = Float64Array.from({ length: largest }, (_, rank) => 1 / Math.log2(rank + 2));
  const gains = Float64Array.from(labels, (label) => labelGain[label]!);
  const inverse = inverseMaxDcg(gains, groups, discounts, truncation);
  const order = new Int32Array(largest);
  const gradient = new Float64Array(largest);
  const hessian = new Float64Array(largest);

  /** One query's pulls into gradient and hessian. @returns the sum of the pulls */
  function pull(scores: Float64Array, start: number, size: number, inverseDcg: number): number {
    orderByScore(scores, start, size, order);
    const best = scores[start + order[0]!]!;
    const divides = norm && best !== scores[start + order[size - 1]!]!;
    const last = Math.min(size - 1, truncation);
    let total = 0;
    for (let i = 0; i < last; i++) {
      const a = order[i]!;
      const gainA = gains[start + a]!;
      const labelA = labels[start + a]!;
      const scoreA = scores[start + a]!;
      const discountA = discounts[i]!;
      for (let j = i + 1; j < size; j++) {
        const b = order[j]!;
        const labelB = labels[start + b]!;
        if (labelA === labelB) continue;
        const difference = scoreA - scores[start + b]!;
        const higher = labelA > labelB ? 1 : -1; // a should be above b, or below
        let change = higher * (gainA - gains[start + b]!) * (discountA - discounts[j]!) * inverseDcg;
        if (divides) change /= NEAR + Math.abs(difference);
        const p = 1 / (1 + Math.exp(sigmoid * higher * difference));
        const lambda = sigmoid * change * p;
        const curvature = sigmoid * sigmoid * change * p * (1 - p);
        gradient[a]! -= higher * lambda;
        gradient[b]! += higher * lambda;
        hessian[a]! += curvature;
        hessian[b]! += curvature;
        total += 2 * lambda;
      }
    }
    return total;
  }

  return {
    start: 0,
    fill(scores, g, h) {
      for (let query = 0, start = 0; query < groups.length; query++) {
        const size = groups[query]!;
        gradient.fill(0, 0, size);
        hessian.fill(0, 0, size);
        const total = inverse[query]! > 0 ? pull(scores, start, size, inverse[query]!) : 0;
        const dampen = norm && total > 0 ? Math.log2(1 + total) / total : 1;
        for (let i = 0; i < size; i++) {
          const factor = dampen * (weights?.[start + i] ?? 1);
          g[start + i] = gradient[i]! * factor;
          h[start + i] = hessian[i]! * factor;
        }
        start += size;
      }
    },
  };
}

/** 0 for a query without a positive label: there is nothing to learn from it. */
function inverseMaxDcg(gains: Float64Array, groups: Int32Array, discounts: Float64Array, depth: number): Float64Array {
  let start = 0;
  return Float64Array.from(groups, (size) => {
    const sorted = gains.slice(start, start + size).sort();
    start += size;
    let dcg = 0;
    for (let rank = 0; rank < Math.min(size, depth); rank++) dcg += sorted[size - 1 - rank]! * discounts[rank]!;
    return dcg > 0 ? 1 / dcg : 0;
  });
}
