import type { Interval } from "./api/learning.ts";

/** A share with its 95 % interval after Wilson, which holds for few trials, too; null without any. */
export const shareOf = (successes: number, trials: number): Interval | null => {
  if (trials === 0) return null;
  const z = 1.96;
  const p = successes / trials;
  const scale = 1 + z ** 2 / trials;
  const centre = (p + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / trials + z ** 2 / (4 * trials ** 2));
  return { mean: p, low: centre - half, high: centre + half };
};
