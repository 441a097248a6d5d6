import type { TreeModel } from "../../ranking/model/tree-model.ts";

/**
 * A row's raw score, node by node as LightGBM's documentation has it and as slowly: what the scorers are held against where
 * the library is not at hand. It shares nothing with them.
 */
export function plainScore(model: TreeModel, row: ArrayLike<number>): number {
  let sum = 0;
  for (let tree = 0; tree < model.treeCount; tree++) {
    const first = model.nodeStart[tree]!;
    let at = first === model.nodeStart[tree + 1]! ? -1 : 0;
    while (at >= 0) at = plainlyLeft(model, first + at, row) ? model.left[first + at]! : model.right[first + at]!;
    sum += model.leafValue[model.leafStart[tree]! + ~at]!;
  }
  return sum;
}

export function plainlyLeft(model: TreeModel, node: number, row: ArrayLike<number>): boolean {
  let value = row[model.feature[node]!]!;
  if (Math.abs(value) <= 1.0000000180025095e-35) value = 0;
  const decision = model.decision[node]!;
  const threshold = model.threshold[node]!;
  if (decision % 2 === 1) {
    const category = Math.trunc(value);
    if (!Number.isFinite(category) || category < 0) return false;
    const words = model.setBits.subarray(model.setStart[threshold], model.setStart[threshold + 1]);
    const word = words[Math.floor(category / 32)];
    return word !== undefined && Math.floor(word / 2 ** (category % 32)) % 2 === 1;
  }
  const defaultLeft = decision === 2 || decision === 6 || decision === 10;
  if (decision >= 8) return Number.isNaN(value) ? defaultLeft : value <= threshold;
  if (Number.isNaN(value)) value = 0;
  if (decision >= 4) return value === 0 ? defaultLeft : value <= threshold;
  return value <= threshold;
}
