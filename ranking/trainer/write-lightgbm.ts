import type { JsonObject } from "../../src/domain/json.ts";
import type { BinMapper } from "./bin-mapper.ts";
import type { Tree } from "./tree.ts";

/** LightGBM writes this for a bound that is infinite. */
const HUGE = 1e300;
const DEFAULT_LEFT = 2;
const NAN_IS_MISSING = 8;

/** LightGBM's text format, version 4, which the library itself loads. */
export function writeLightgbm(
  trees: readonly Tree[],
  mappers: readonly BinMapper[],
  names: readonly string[],
  params: JsonObject,
): string {
  const blocks = trees.map((tree, i) => treeBlock(tree, i, mappers, params["learning_rate"] as number | undefined));
  const header = {
    version: "v4",
    num_class: 1,
    num_tree_per_iteration: 1,
    label_index: 0,
    max_feature_idx: names.length - 1,
    objective: params["objective"] as string,
    feature_names: names.join(" "),
    feature_infos: mappers.map(({ bins, min, max }) => (bins < 2 ? "none" : `[${min}:${max}]`)).join(" "),
    tree_sizes: blocks.map((block) => block.length).join(" "),
  };
  const parameters = Object.entries(params).map(
    ([key, value]) => `[${key}: ${Array.isArray(value) ? value.join(",") : (value as string | number)}]\n`,
  );
  return [
    `tree\n${lines(header)}\n`,
    ...blocks,
    "end of trees\n",
    `\nfeature_importances:\n${importances(trees, names)}`,
    `\nparameters:\n${parameters.join("")}end of parameters\n`,
  ].join("");
}

function treeBlock(tree: Tree, i: number, mappers: readonly BinMapper[], learningRate = 0.1): string {
  const bound = (column: number, node: number): number => Math.min(mappers[column]!.upper[tree.bin[node]!]!, HUGE);
  const decision = (column: number, node: number): number => {
    if (!mappers[column]!.hasNan) return DEFAULT_LEFT;
    return NAN_IS_MISSING + (tree.nanLeft[node]! ? DEFAULT_LEFT : 0);
  };
  return `Tree=${i}\n${lines({
    num_leaves: tree.leaves.value.length,
    num_cat: 0,
    split_feature: tree.column,
    split_gain: tree.gain,
    threshold: tree.column.map(bound),
    decision_type: tree.column.map(decision),
    left_child: tree.left,
    right_child: tree.right,
    leaf_value: tree.leaves.value,
    leaf_weight: tree.leaves.weight,
    leaf_count: tree.leaves.count,
    internal_value: tree.nodes.value,
    internal_weight: tree.nodes.weight,
    internal_count: tree.nodes.count,
    is_linear: 0,
    shrinkage: learningRate,
  })}\n\n`;
}

/** Numbers in their shortest form that reads back to the same bits. */
function lines(fields: Readonly<Record<string, string | number | readonly number[]>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === "object" ? value.join(" ") : value}\n`)
    .join("");
}

/** How often each feature splits, most first. */
function importances(trees: readonly Tree[], names: readonly string[]): string {
  const counts = new Array<number>(names.length).fill(0);
  for (const tree of trees) for (const column of tree.column) counts[column]!++;
  return counts
    .map((count, column) => ({ count, name: names[column]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ count, name }) => `${name}=${count}\n`)
    .join("");
}
