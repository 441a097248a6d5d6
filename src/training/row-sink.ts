import type { Impression } from "../domain/impression.ts";
import type { TrainingRows } from "../ports/trainer.ts";

export interface LabelledRows {
  readonly labels: Float32Array;
  readonly weights: Float32Array;
  /** 1 for a row to learn from. */
  readonly keep: Uint8Array;
}

export interface RowSink {
  /** A search without a label above 0, or with nothing to tell it from, is left out. */
  add(impression: Impression, rows: LabelledRows): void;
  finish(): TrainingRows;
}

/** Rows of whole searches in arrays that are laid out once. @param most rows that may come */
export function createRowSink(most: number, columns: number): RowSink {
  const values = new Float32Array(most * columns);
  const labels = new Float32Array(most);
  const weights = new Float32Array(most);
  const groups: number[] = [];
  let rows = 0;
  return {
    add({ vectors }, { labels: given, weights: weighed, keep }) {
      const kept = keep.reduce((sum, one) => sum + one, 0);
      if (kept < 2 || rows + kept > most || !given.some((label, i) => label > 0 && keep[i] === 1)) return;
      for (let i = 0; i < keep.length; i += 1) {
        if (keep[i] !== 1) continue;
        values.set(vectors.subarray(i * columns, (i + 1) * columns), rows * columns);
        labels[rows] = given[i]!;
        weights[rows] = weighed[i]!;
        rows += 1;
      }
      groups.push(kept);
    },
    finish: () => ({
      ...{ columns, groups: Int32Array.from(groups), positions: null },
      values: values.subarray(0, rows * columns),
      labels: labels.subarray(0, rows),
      weights: weights.subarray(0, rows),
    }),
  };
}
