import { seededRandom } from "./random.ts";

/** Scores of an order by chance, the same for the same seed. */
export function randomScores(rows: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: rows }, () => random());
}
