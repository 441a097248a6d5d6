import type { Rows } from "./check-rows.ts";
import { orderByScore } from "./order-by-score.ts";
import type { Options } from "./options.ts";
import { poissonLoss } from "./poisson.ts";

/** What early stopping goes by: LightGBM's own measure of the stop slice. */
export function makeMeasure(rows: Rows, options: Options): (scores: Float64Array) => number {
  if (options.metric === "ndcg") return ndcg(rows, options);
  if (options.metric === "poisson") return poissonLoss(rows);
  return squaredError(rows, options.metric === "rmse");
}

/** NDCG at evalAt; a query without a positive label counts 1, as in LightGBM; queries weigh their rows' mean weight. */
function ndcg({ labels, groups, weights }: Rows, { labelGain, evalAt }: Options): (scores: Float64Array) => number {
  const largest = groups.reduce((most, size) => Math.max(most, size), 0);
  const order = new Int32Array(largest);
  const gains = Float64Array.from(labels, (label) => labelGain[label]!);
  const discounts = Float64Array.from({ length: largest }, (_, rank) => 1 / Math.log2(rank + 2));
  return (scores) => {
    let sum = 0;
    let total = 0;
    for (let query = 0, start = 0; query < groups.length; start += groups[query++]!) {
      const size = groups[query]!;
      const depth = Math.min(size, evalAt);
      const ideal = gains.slice(start, start + size).sort();
      orderByScore(scores, start, size, order);
      let best = 0;
      let dcg = 0;
      for (let rank = 0; rank < depth; rank++) {
        best += ideal[size - 1 - rank]! * discounts[rank]!;
        dcg += gains[start + order[rank]!]! * discounts[rank]!;
      }
      const weight = weights === null ? 1 : meanOf(weights, start, size);
      sum += weight * (best > 0 ? dcg / best : 1);
      total += weight;
    }
    return sum / total;
  };
}

function squaredError({ labels, weights }: Rows, root: boolean): (scores: Float64Array) => number {
  return (scores) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < labels.length; i++) {
      const weight = weights?.[i] ?? 1;
      sum += weight * (scores[i]! - labels[i]!) ** 2;
      total += weight;
    }
    return root ? Math.sqrt(sum / total) : sum / total;
  };
}

function meanOf(weights: Float32Array, start: number, size: number): number {
  let sum = 0;
  for (let i = start; i < start + size; i++) sum += weights[i]!;
  return sum / size;
}
