import type { Rows } from "./check-rows.ts";
import type { Gradients } from "./gradients.ts";
import type { Options } from "./options.ts";

/** Regression on the labels, from their (weighted) mean. */
export function squaredError({ labels, weights }: Rows, { boostFromAverage }: Options): Gradients {
  return {
    start: boostFromAverage ? mean(labels, weights) : 0,
    fill(scores, gradients, hessians) {
      for (let i = 0; i < labels.length; i++) {
        const weight = weights?.[i] ?? 1;
        gradients[i] = (scores[i]! - labels[i]!) * weight;
        hessians[i] = weight;
      }
    },
  };
}

function mean(labels: Float32Array, weights: Float32Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights?.[i] ?? 1;
    sum += labels[i]! * weight;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}
