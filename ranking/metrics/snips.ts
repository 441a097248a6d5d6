import type { Interval } from "./bootstrap.ts";
import { intervalOf, ratios } from "./ratios.ts";
import { blocksOf, resample } from "./resample.ts";

export interface SnipsOptions {
  /** A number for the session of each reward: what the interval is drawn over; without, each is its own. */
  readonly clusters?: Int32Array;
  /** Fewer effective rewards are refused. */
  readonly minEss?: number;
  readonly seed?: number;
  readonly rounds?: number;
}

export interface Snips {
  /** Null when refused. */
  readonly value: Interval | null;
  /** Effective sample size (Kish): (Σ ratio)² / Σ ratio². */
  readonly ess: number;
  /** Why there is no value, in words for people. */
  readonly refused: string | null;
}

/**
 * What a policy would have earned a decision, from decisions that another one made: self-normalised inverse propensity
 * scoring (Swaminathan and Joachims 2015).
 *
 * @param rewards one a decision
 * @param ratios how probable it was under the policy asked about, over the same under the one that decided
 */
export function snips(rewards: ArrayLike<number>, ratio: ArrayLike<number>, options: SnipsOptions = {}): Snips {
  const { minEss = 100, seed = 1, rounds = 1000 } = options;
  const clusters = options.clusters ?? Int32Array.from({ length: rewards.length }, (_, i) => i);
  let [sum, squares] = [0, 0];
  for (const each of Array.from(ratio)) {
    sum += each;
    squares += each ** 2;
  }
  const ess = squares === 0 ? 0 : sum ** 2 / squares;
  if (ess < minEss) {
    const refused = `what was decided is worth ${Math.floor(ess)} decisions of this policy, ${minEss} are needed`;
    return { value: null, ess, refused };
  }
  const { blocks, count } = blocksOf(clusters, seed);
  const table = new Float64Array(count * 2);
  for (let i = 0; i < rewards.length; i += 1) {
    table[blocks[i]! * 2]! += rewards[i]! * ratio[i]!;
    table[blocks[i]! * 2 + 1]! += ratio[i]!;
  }
  return { value: intervalOf(ratios(resample(table, 2, rounds, seed), 2, 0, 1)), ess, refused: null };
}
