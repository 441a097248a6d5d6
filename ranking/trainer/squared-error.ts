import type { Rows } from "./check-rows.ts";
import type { Gradients } from "./gradients.ts";
import type { Options } from "./options.ts";
import { meanOf } from "./poisson.ts";

/** Regression on the labels, from their (weighted) mean. */
export function squaredError({ labels, weights }: Rows, { boostFromAverage }: Options): Gradients {
  return {
    start: boostFromAverage ? meanOf(labels, weights) : 0,
    fill(scores, gradients, hessians) {
      for (let i = 0; i < labels.length; i++) {
        const weight = weights?.[i] ?? 1;
        gradients[i] = (scores[i]! - labels[i]!) * weight;
        hessians[i] = weight;
      }
    },
  };
}
