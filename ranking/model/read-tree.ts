import { invalidModel } from "./invalid-model.ts";
import type { Fields } from "./read-fields.ts";
import { isCategorical, MISSING_NAN, missingOf } from "./tree-model.ts";

/** One tree; its arrays mean what those of TreeModel mean. */
export interface Tree {
  readonly feature: readonly number[];
  readonly threshold: Float64Array;
  readonly decision: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly gain: Float64Array;
  readonly nodeRows: Float64Array;
  readonly leafRows: Float64Array;
  readonly leafValue: Float64Array;
  readonly setStart: readonly number[];
  readonly setBits: readonly number[];
}

/** @throws WinnowError `invalid_model` */
export function readTree(fields: Fields, where: string, columns: number): Tree {
  const leaves = fields.integer("num_leaves");
  const nodes = leaves - 1;
  const sets = fields.integer("num_cat");
  if (leaves < 1) throw invalidModel(`${where} num_leaves`, "it is below 1");
  if (fields.has("is_linear") && fields.text("is_linear") !== "0") {
    throw invalidModel(`${where} is_linear`, "linear trees are not known here");
  }
  const counted = <T extends { readonly length: number }>(key: string, values: T, count: number): T => {
    if (values.length === count) return values;
    throw invalidModel(`${where} ${key}`, `${values.length} values where ${count} belong`);
  };
  const tree: Tree = {
    feature: counted("split_feature", fields.integers("split_feature"), nodes),
    threshold: counted("threshold", fields.numbers("threshold"), nodes),
    decision: counted("decision_type", fields.integers("decision_type"), nodes),
    left: counted("left_child", fields.integers("left_child"), nodes),
    right: counted("right_child", fields.integers("right_child"), nodes),
    gain: counted("split_gain", fields.numbers("split_gain"), nodes),
    nodeRows: counted("internal_count", fields.numbers("internal_count"), nodes),
    // A tree of one leaf had none in older versions.
    leafRows: leaves === 1 ? new Float64Array(1) : counted("leaf_count", fields.numbers("leaf_count"), leaves),
    leafValue: counted("leaf_value", fields.numbers("leaf_value"), leaves),
    setStart: sets === 0 ? [0] : counted("cat_boundaries", fields.integers("cat_boundaries"), sets + 1),
    setBits: sets === 0 ? [] : fields.integers("cat_threshold"),
  };
  checkSets(tree, where);
  checkNodes(tree, where, columns);
  checkShape(tree, where);
  if (!tree.leafValue.every(Number.isFinite)) throw invalidModel(`${where} leaf_value`, "a value is not finite");
  return tree;
}

function checkSets({ setStart, setBits }: Tree, where: string): void {
  const ascending = setStart.every((start, i) => start >= (setStart[i - 1] ?? 0));
  if (setStart[0] !== 0 || !ascending || setStart.at(-1) !== setBits.length) {
    throw invalidModel(
      `${where} cat_boundaries`,
      `they do not ascend from 0 to cat_threshold's ${setBits.length} words`,
    );
  }
  if (!setBits.every((word) => word >= 0 && word < 2 ** 32)) {
    throw invalidModel(`${where} cat_threshold`, "a word has more than 32 bits");
  }
}

function checkNodes({ feature, threshold, decision, setStart }: Tree, where: string, columns: number): void {
  for (let node = 0; node < feature.length; node++) {
    if (!(feature[node]! >= 0 && feature[node]! < columns)) {
      throw invalidModel(`${where} split_feature`, `node ${node} asks for feature ${feature[node]!} of ${columns}`);
    }
    const kind = decision[node]!;
    const known = kind >= 0 && kind < 16 && missingOf(kind) <= MISSING_NAN;
    // Without category sets LightGBM does not look at the categorical bit.
    if (!known || (isCategorical(kind) && setStart.length === 1)) {
      throw invalidModel(`${where} decision_type`, `node ${node} has the unknown type ${kind}`);
    }
    const value = threshold[node]!;
    const fits = isCategorical(kind) ? Number.isInteger(value) && value >= 0 && value < setStart.length - 1 : true;
    if (!fits || Number.isNaN(value)) throw invalidModel(`${where} threshold`, `node ${node} cannot have ${value}`);
  }
}

/** From the root each node and each leaf must be reached once: then there is no cycle, and walks end. */
function checkShape({ left, right, leafValue }: Tree, where: string): void {
  const seen = new Uint8Array(left.length);
  const seenLeaf = new Uint8Array(leafValue.length);
  const stack = left.length === 0 ? [-1] : [0];
  for (let child = stack.pop(); child !== undefined; child = stack.pop()) {
    const [marks, at] = child < 0 ? [seenLeaf, ~child] : [seen, child];
    if (at >= marks.length) throw invalidModel(`${where} left_child, right_child`, `there is no child ${child}`);
    if (marks[at]!++ > 0) throw invalidModel(`${where} left_child, right_child`, `child ${child} has two parents`);
    if (child >= 0) stack.push(right[child]!, left[child]!);
  }
  if (seen.includes(0) || seenLeaf.includes(0)) {
    throw invalidModel(`${where} left_child, right_child`, "they leave out a part of the tree");
  }
}
