import type { Judged } from "./judge-order.ts";

/** Text field → weight. */
export type Weights = Readonly<Record<string, number>>;

/**
 * Coordinate search: each weight in turn is multiplied by each factor as long as that helps. The measure is the mean of
 * both NDCGs, since the one rewards guessing what was judged and the other says nothing of what was not.
 */
export async function tune(start: Weights, judge: (weights: Weights) => Promise<Judged>): Promise<Weights> {
  let best = start;
  let bestScore = scoreOf(await judge(best));
  for (let round = 0; round < maxRounds; round += 1) {
    const before = bestScore;
    for (const name of Object.keys(start))
      for (const factor of factors) {
        const tried = { ...best, [name]: Math.round(best[name]! * factor * 100) / 100 };
        const score = scoreOf(await judge(tried));
        if (score > bestScore + leastGain) [best, bestScore] = [tried, score];
      }
    if (bestScore === before) break;
  }
  return best;
}

const maxRounds = 4;
const factors = [0, 0.5, 0.75, 1.33, 2];
/** On some 60 queries smaller gains are noise. */
const leastGain = 0.003;

function scoreOf({ unjudgedWrong, unjudgedRemoved }: Judged): number {
  return (mean(unjudgedWrong) + mean(unjudgedRemoved)) / 2;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
