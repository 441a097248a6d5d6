import { featureSet } from "../../../ranking/feature-set.ts";
import type { State } from "../../../ranking/state/accumulate.ts";
import { computeVectors, stateKeys } from "../../../ranking/vectors.ts";
import type { Counters } from "../../domain/counters.ts";
import type { TrainingRows } from "../../ports/trainer.ts";
import type { Window } from "./windows.ts";

/** What the model sees of a window, with what shoppers would have taught by then. */
export function vectorsOf({ query, rows }: Window, state: State): Float32Array {
  const counters = stateKeys(query, rows).map((key) => state.get(key) ?? nothing);
  return computeVectors(query, rows, counters, null);
}

const nothing: Counters = new Map();

/**
 * @param unjudged weight of products that nobody judged, taken for wrong; judged ones weigh 1
 */
export function trainingRows(
  windows: readonly { readonly window: Window; readonly vectors: Float32Array }[],
  unjudged: number,
): TrainingRows {
  const count = windows.reduce((sum, { window }) => sum + window.rows.length, 0);
  const columns = featureSet.names.length;
  const values = new Float32Array(count * columns);
  const labels = new Float32Array(count);
  const weights = new Float32Array(count).fill(1);
  const groups: number[] = [];
  let row = 0;
  for (const { window, vectors } of windows) {
    if (window.rows.length === 0) continue;
    values.set(vectors, row * columns);
    groups.push(window.rows.length);
    for (const { candidate } of window.rows) {
      const grade = window.judged.grades.get(candidate.id);
      labels[row] = grade ?? 0;
      if (grade === undefined) weights[row] = unjudged;
      row++;
    }
  }
  return { values, columns, labels, weights, groups: Int32Array.from(groups), positions: null };
}
