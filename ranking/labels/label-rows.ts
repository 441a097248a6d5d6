import type { Impression } from "../../src/domain/impression.ts";
import { defaultGains, gainsOf, type Gains } from "./judgments.ts";
import type { Outcome } from "./outcome.ts";
import { examination, type PositionBias } from "./position-bias.ts";

export interface LabelOptions {
  readonly gains: Gains;
  /** No click weighs more than so many at the first position. */
  readonly clip: number;
}

/** One a shown product, in the impression's order. */
export interface LabelledRows {
  readonly labels: Float32Array;
  readonly weights: Float32Array;
  /** 0: not to be learned from. */
  readonly keep: Uint8Array;
}

/**
 * What a trainer is told of one search: what came of each product, with clicks on positions that few look at weighing
 * more (Joachims, Swaminathan, Schnabel 2017).
 */
export function labelImpression(
  impression: Pick<Impression, "shown">,
  outcomes: readonly (Outcome | null)[],
  bias: Pick<PositionBias, "curve">,
  { gains, clip }: LabelOptions = { gains: defaultGains, clip: 10 },
): LabelledRows {
  const labels = gainsOf(outcomes, gains);
  const weights = Float32Array.from(impression.shown, ({ position }, i) =>
    labels[i]! > 0 && position > 0 ? Math.min(clip, 1 / examination(bias, position)) : 1,
  );
  return { labels, weights, keep: new Uint8Array(labels.length).fill(1) };
}
