import { judge } from "./judge.ts";
import type { Window } from "./windows.ts";

/**
 * What a shop would tune by hand: a weight a field, and one for the logarithm of the number of reviews. Chosen by
 * coordinate search on other queries than those it is judged by.
 */
export interface Blend {
  readonly weights: readonly number[];
  score(window: Window): Float64Array;
}

export function tuneBlend(windows: readonly Window[]): Blend {
  const columns = windows.map(columnsOf);
  const width = columns[0]![0]!.length;
  const measure = (weights: readonly number[]): number => {
    const judgments = windows.map((window, i) => judge(window, scoreColumns(columns[i]!, weights)));
    const sum = judgments.reduce((all, each) => all + each.unjudgedWrong + each.unjudgedRemoved, 0);
    return sum / (2 * windows.length);
  };
  let best: readonly number[] = Array.from({ length: width }, (_, c) => (c === width - 1 ? 0 : 1));
  let bestScore = measure(best);
  for (let round = 0; round < ROUNDS; round++) {
    const before = bestScore;
    for (let c = 0; c < width; c++)
      for (const tried of candidatesFor(best[c]!)) {
        const weights = best.with(c, tried);
        const score = measure(weights);
        if (score > bestScore + LEAST_GAIN) [best, bestScore] = [weights, score];
      }
    if (bestScore === before) break;
  }
  const weights = best;
  return { weights, score: (window) => scoreColumns(columnsOf(window), weights) };
}

const ROUNDS = 4;
const LEAST_GAIN = 0.0005;

const candidatesFor = (weight: number): readonly number[] =>
  weight === 0 ? [0.1, 0.5, 2] : [0, 0.25, 0.5, 0.75, 1.33, 2, 4].map((factor) => factor * weight);

/** Rows × (fields, reviews). */
const columnsOf = ({ rows }: Window): readonly Float64Array[] =>
  rows.map(({ candidate, facts }) =>
    Float64Array.from([...candidate.fieldScores, Math.log1p(Math.max(0, facts.reviews ?? 0))]),
  );

function scoreColumns(columns: readonly Float64Array[], weights: readonly number[]): Float64Array {
  return Float64Array.from(columns, (row) => {
    let sum = 0;
    for (let c = 0; c < row.length; c++) sum += row[c]! * weights[c]!;
    return sum;
  });
}
