import { seededRandom } from "./random.ts";

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of independent values (one a query) with its interval by the percentile bootstrap (Efron 1979). For the gain
 * of one order over another give the differences query by query: that interval is far tighter than those of the two.
 *
 * @param confidence 0.95 for 95 %
 */
export function bootstrapMean(
  values: readonly number[],
  { seed = 1, rounds = 2000, confidence = 0.95 }: BootstrapOptions = {},
): Interval {
  if (values.length === 0) return { mean: NaN, low: NaN, high: NaN };
  const random = seededRandom(seed);
  const means = new Float64Array(rounds);
  for (let round = 0; round < rounds; round += 1) {
    let sum = 0;
    for (const _ of values) sum += values[Math.floor(random() * values.length)]!;
    means[round] = sum / values.length;
  }
  means.sort();
  const tail = (1 - confidence) / 2;
  const at = (share: number): number => means[Math.min(rounds - 1, Math.max(0, Math.round(share * (rounds - 1))))]!;
  return { mean: values.reduce((a, b) => a + b, 0) / values.length, low: at(tail), high: at(1 - tail) };
}

export interface BootstrapOptions {
  readonly seed?: number;
  readonly rounds?: number;
  readonly confidence?: number;
}
