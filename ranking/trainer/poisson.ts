import type { Rows } from "./check-rows.ts";
import type { Gradients } from "./gradients.ts";
import type { Options } from "./options.ts";

/**
 * Poisson regression: the score is the logarithm of what a row's label is expected to be. Like LightGBM's, which holds
 * its steps back by e^0.7 (`poisson_max_delta_step`), since a leaf without a single count would go to minus infinity.
 */
export function poisson({ labels, weights }: Rows, { boostFromAverage }: Options): Gradients {
  return {
    start: boostFromAverage ? Math.log(Math.max(meanOf(labels, weights), 1e-12)) : 0,
    fill(scores, gradients, hessians) {
      for (let i = 0; i < labels.length; i++) {
        const weight = weights?.[i] ?? 1;
        const expected = Math.exp(scores[i]!);
        gradients[i] = (expected - labels[i]!) * weight;
        hessians[i] = expected * heldBack * weight;
      }
    },
  };
}

const heldBack = Math.exp(0.7);

/** LightGBM's own measure: minus the log likelihood, less what does not depend on the score. */
export function poissonLoss({ labels, weights }: Rows): (scores: Float64Array) => number {
  return (scores) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < labels.length; i++) {
      const weight = weights?.[i] ?? 1;
      const expected = Math.max(Math.exp(scores[i]!), 1e-10);
      sum += weight * (expected - labels[i]! * Math.log(expected));
      total += weight;
    }
    return sum / total;
  };
}

/** Weighted. */
export function meanOf(labels: Float32Array, weights: Float32Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights?.[i] ?? 1;
    sum += labels[i]! * weight;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}
