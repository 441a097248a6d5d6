import {
  isCategorical,
  isDefaultLeft,
  MISSING_NAN,
  MISSING_ZERO,
  missingOf,
  type TreeModel,
  ZERO,
} from "./tree-model.ts";

/**
 * Columns as the flat scorer reads them, one for each feature and way to treat missing values that some node has. A
 * missing value is -Infinity where it goes left and NaN where it goes right, so that `value <= threshold` is all that
 * remains to be asked.
 */
export interface ColumnPlan {
  readonly feature: readonly number[];
  /** Of decision_type: what is missing and where it goes; the same for all nodes of a column. */
  readonly decision: readonly number[];
  /** Each node's column. */
  readonly ofNode: Int32Array;
}

export function columnPlan(model: TreeModel): ColumnPlan {
  const columns = new Map<number, number>();
  const feature: number[] = [];
  const decision: number[] = [];
  const ofNode = Int32Array.from(model.feature, (asked, node) => {
    const kind = treatment(model.decision[node]!);
    const key = asked * 16 + kind;
    const known = columns.get(key);
    if (known !== undefined) return known;
    columns.set(key, feature.length);
    decision.push(kind);
    return feature.push(asked) - 1;
  });
  return { feature, decision, ofNode };
}

/** Decision types that treat all values alike become one. */
function treatment(decision: number): number {
  if (isCategorical(decision)) return 1;
  return missingOf(decision) === 0 ? 0 : decision;
}

/** @returns what a value is in a column of this treatment */
export function treated(decision: number, value: number): number {
  const zero = value <= ZERO && value >= -ZERO;
  if (isCategorical(decision)) return zero ? 0 : value;
  const missing = missingOf(decision);
  const unknown = missing !== MISSING_NAN && Number.isNaN(value);
  if (missing === MISSING_NAN ? Number.isNaN(value) : missing === MISSING_ZERO && (zero || unknown)) {
    return isDefaultLeft(decision) ? -Infinity : NaN;
  }
  return zero || unknown ? 0 : value;
}
