import { type ColumnPlan, columnPlan, treated } from "./flat-columns.ts";
import { checkSizes, inSet, isCategorical, type Scorer, type TreeModel } from "./tree-model.ts";

/** Rows whose values stay in the processor's first cache while all trees go over them. */
const ROWS = 64;

/**
 * Scores in plain TypeScript: the fallback for models past the SIMD scorer's limits, and for single rows.
 *
 * What is missing is decided once a value and not once a node: see flat-columns.ts. After that a node only asks `<=`.
 */
export function createFlatScorer(model: TreeModel): Scorer {
  const plan = columnPlan(model);
  const nodes = flatNodes(model, plan);
  const width = plan.feature.length;
  const rowsOfColumns = new Float64Array(ROWS * width);
  return {
    columns: model.columns,
    kind: "flat",
    score(values, rows, out) {
      checkSizes(model.columns, values, rows, out);
      for (let from = 0; from < rows; from += ROWS) {
        const count = Math.min(ROWS, rows - from);
        fill(rowsOfColumns, plan, values, from, count, model.columns);
        out.fill(0, from, from + count);
        for (let tree = 0; tree < model.treeCount; tree++) {
          const root = model.nodeStart[tree]!;
          if (root === model.nodeStart[tree + 1])
            addConstant(model.leafValue[model.leafStart[tree]!]!, from, count, out);
          else if (nodes.treeHasSets[tree] === 0) addTree(nodes, model, rowsOfColumns, width, root, from, count, out);
          else addTreeWithSets(nodes, model, rowsOfColumns, width, root, from, count, out);
        }
      }
    },
  };
}

/** Nodes of all trees; a child below 0 is the leaf ~child. */
interface FlatNodes {
  readonly column: Int32Array;
  /** Right and left child of node n at 2n and 2n + 1. */
  readonly child: Int32Array;
  readonly treeHasSets: Uint8Array;
}

function flatNodes(model: TreeModel, plan: ColumnPlan): FlatNodes {
  const child = new Int32Array(2 * model.feature.length);
  const treeHasSets = new Uint8Array(model.treeCount);
  for (let tree = 0; tree < model.treeCount; tree++) {
    const firstNode = model.nodeStart[tree]!;
    const firstLeaf = model.leafStart[tree]!;
    const absolute = (at: number) => (at < 0 ? ~(firstLeaf + ~at) : firstNode + at);
    for (let node = firstNode; node < model.nodeStart[tree + 1]!; node++) {
      child[2 * node] = absolute(model.right[node]!);
      child[2 * node + 1] = absolute(model.left[node]!);
      if (isCategorical(model.decision[node]!)) treeHasSets[tree] = 1;
    }
  }
  return { column: plan.ofNode, child, treeHasSets };
}

function fill(
  into: Float64Array,
  { feature, decision }: ColumnPlan,
  values: Float32Array | Float64Array,
  from: number,
  count: number,
  columns: number,
): void {
  for (let row = 0; row < count; row++) {
    const start = (from + row) * columns;
    const at = row * feature.length;
    for (let c = 0; c < feature.length; c++) into[at + c] = treated(decision[c]!, values[start + feature[c]!]!);
  }
}

function addConstant(value: number, from: number, count: number, out: Float64Array): void {
  for (let row = from; row < from + count; row++) out[row]! += value;
}

function addTree(
  { column, child }: FlatNodes,
  { threshold, leafValue }: TreeModel,
  rows: Float64Array,
  width: number,
  root: number,
  from: number,
  count: number,
  out: Float64Array,
): void {
  for (let row = 0; row < count; row++) {
    const at = row * width;
    let node = root;
    while (node >= 0) node = child[2 * node + Number(rows[at + column[node]!]! <= threshold[node]!)]!;
    out[from + row]! += leafValue[~node]!;
  }
}

function addTreeWithSets(
  { column, child }: FlatNodes,
  model: TreeModel,
  rows: Float64Array,
  width: number,
  root: number,
  from: number,
  count: number,
  out: Float64Array,
): void {
  const { threshold, decision, leafValue } = model;
  for (let row = 0; row < count; row++) {
    const at = row * width;
    let node = root;
    while (node >= 0) {
      const value = rows[at + column[node]!]!;
      const left = isCategorical(decision[node]!) ? inSet(model, threshold[node]!, value) : value <= threshold[node]!;
      node = child[2 * node + Number(left)]!;
    }
    out[from + row]! += leafValue[~node]!;
  }
}
