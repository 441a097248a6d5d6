import { treated } from "./flat-columns.ts";
import { addLeaf, createPath, type Path } from "./leaf-shapley.ts";
import { inSet, isCategorical, type TreeModel } from "./tree-model.ts";

/**
 * What each column adds to a row's raw score: SHAP values as LightGBM's `predict(pred_contrib=True)` gives them, which
 * judges what would be without a column by the training rows of each branch (path-dependent TreeSHAP; Lundberg et al.,
 * Nature Machine Intelligence 2020). All together they are the raw score.
 *
 * @param row a value a column; NaN is unknown
 * @returns columns + 1 numbers; the last is the expected score of a training row
 * @throws RangeError when the row is too short
 */
export function explainRow(model: TreeModel, row: Float32Array | Float64Array): Float64Array {
  if (row.length < model.columns) throw new RangeError(`${row.length} values are not ${model.columns}`);
  const added = new Float64Array(model.columns + 1);
  const path = createPath(model.columns);
  for (let tree = 0; tree < model.treeCount; tree++) {
    added[model.columns]! += expected(model, tree);
    if (model.nodeStart[tree]! < model.nodeStart[tree + 1]!) addTree(model, tree, row, path, added);
  }
  return added;
}

function expected({ nodeStart, nodeRows, leafStart, leafRows, leafValue }: TreeModel, tree: number): number {
  const first = leafStart[tree]!;
  const end = leafStart[tree + 1]!;
  if (end - first === 1) return leafValue[first]!;
  const rows = nodeRows[nodeStart[tree]!]!;
  let sum = 0;
  for (let leaf = first; leaf < end; leaf++) sum += (leafRows[leaf]! / rows) * leafValue[leaf]!;
  return sum;
}

/** Goes down all branches, by a stack and not by calls: a tree may be deeper than those can be. */
function addTree(
  model: TreeModel,
  tree: number,
  row: Float32Array | Float64Array,
  path: Path,
  added: Float64Array,
): void {
  const { left, right, feature, nodeRows, leafRows, leafValue } = model;
  const firstNode = model.nodeStart[tree]!;
  const firstLeaf = model.leafStart[tree]!;
  const { column, share, taken } = path;
  // Numbers of a step lie side by side: child, steps before it, then column, share and taken of the step itself.
  const stack = [0, 0, 0, 1, 1];
  for (let top = 5; top > 0;) {
    const step = stack[--top]!;
    const part = stack[--top]!;
    const asked = stack[--top]!;
    const depth = stack[--top]!;
    const child = stack[--top]!;
    // What is noted of this depth and below is of a branch that is done. The root has no step to it.
    if (depth > 0) {
      column[depth - 1] = asked;
      share[depth - 1] = part;
      taken[depth - 1] = step;
    }
    if (child < 0) {
      addLeaf(path, depth, leafValue[firstLeaf + ~child]!, added);
      continue;
    }
    const node = firstNode + child;
    const next = feature[node]!;
    const toLeft = goesLeft(model, node, row[next]!) ? 1 : 0;
    for (let side = 0; side < 2; side++) {
      const below = side === 0 ? right[node]! : left[node]!;
      stack[top++] = below;
      stack[top++] = depth + 1;
      stack[top++] = next;
      stack[top++] = (below < 0 ? leafRows[firstLeaf + ~below]! : nodeRows[firstNode + below]!) / nodeRows[node]!;
      stack[top++] = side === toLeft ? 1 : 0;
    }
  }
}

function goesLeft(model: TreeModel, node: number, value: number): boolean {
  const decision = model.decision[node]!;
  const known = treated(decision, value);
  return isCategorical(decision) ? inSet(model, model.threshold[node]!, known) : known <= model.threshold[node]!;
}
