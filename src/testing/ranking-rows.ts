import { seededRandom } from "../../ranking/metrics/random.ts";
import type { TrainingRows } from "../ports/trainer.ts";

export interface RankingRowsOptions {
  readonly queries: number;
  readonly size?: number;
  readonly columns?: number;
  readonly seed: number;
  /** How much of a label is chance, 0 to 1. */
  readonly noise?: number;
  /** Share of values that are NaN. */
  readonly unknown?: number;
}

/**
 * Queries whose labels (0 to 3) follow a curved function of the first four columns, and chance; the other columns say
 * nothing. The first column alone orders them, but not well.
 */
export function rankingRows(options: RankingRowsOptions): TrainingRows {
  const { queries, size = 12, columns = 8, seed, noise = 0.3, unknown = 0.05 } = options;
  const random = seededRandom(seed);
  const rows = queries * size;
  const values = new Float32Array(rows * columns);
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = Array.from({ length: columns }, random);
    const truth = x[0]! + (x[1]! > 0.5 ? x[2]! : 1 - x[2]!) - 4 * (x[3]! - 0.5) ** 2;
    const seen = truth * (1 - noise) + noise * 2 * random();
    labels[row] = [0.9, 1.2, 1.45].filter((bound) => seen > bound).length;
    for (const [column, value] of x.entries()) values[row * columns + column] = random() < unknown ? NaN : value;
  }
  return { values, columns, labels, weights: null, groups: new Int32Array(queries).fill(size), positions: null };
}

export const columnNames = (columns: number): readonly string[] => Array.from({ length: columns }, (_, i) => `f${i}`);

/** Mean NDCG@10 over queries with a positive label, gain = label. */
export function meanNdcg({ labels, groups }: TrainingRows, scores: ArrayLike<number>): number {
  const dcg = (gains: readonly number[]): number =>
    gains.slice(0, 10).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
  let start = 0;
  const values = [...groups].flatMap((size) => {
    const rows = Array.from({ length: size }, (_, i) => start + i);
    start += size;
    const best = dcg(rows.map((row) => labels[row]!).sort((a, b) => b - a));
    if (best === 0) return [];
    rows.sort((a, b) => scores[b]! - scores[a]!);
    return [dcg(rows.map((row) => labels[row]!)) / best];
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
