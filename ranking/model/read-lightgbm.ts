import { invalidModel } from "./invalid-model.ts";
import { joinTrees } from "./join-trees.ts";
import { readFields, short } from "./read-fields.ts";
import { readHeader } from "./read-header.ts";
import { readTree, type Tree } from "./read-tree.ts";
import type { TreeModel } from "./tree-model.ts";

/**
 * Reads LightGBM's text format (`model_to_string`, versions v3 and v4) up to `end of trees`; what follows is not read.
 *
 * A forest with `average_output` is read too: LightGBM's raw score of it is the sum, not the average.
 *
 * @throws WinnowError `invalid_model` for whatever LightGBM could not have written, and for several classes and linear trees
 */
export function readLightgbm(text: string): TreeModel {
  const lines = text.split("\n");
  const end = lines.indexOf("end of trees");
  if (lines[0] !== "tree") throw invalidModel("line 1", `"tree" is expected, not "${short(lines[0]!)}"`);
  if (end < 0) throw invalidModel("the end", "`end of trees` is missing: the text is cut off");
  const starts: number[] = [];
  for (let i = 0; i < end; i++) if (lines[i]!.startsWith("Tree=")) starts.push(i);

  const header = readHeader(lines.slice(1, starts[0] ?? end));
  if (header.treeSizes !== null && header.treeSizes.length !== starts.length) {
    throw invalidModel("tree_sizes", `${header.treeSizes.length} trees are announced, ${starts.length} are there`);
  }
  const trees = starts.map((start, i): Tree => {
    const where = `Tree=${i}`;
    if (lines[start] !== where) throw invalidModel(where, `"${short(lines[start]!)}" stands in its place`);
    const block = lines.slice(start, starts[i + 1] ?? end);
    const tree = readTree(readFields(block.slice(1), where), where, header.columns);
    const size = header.treeSizes?.[i];
    const found = block.reduce((sum, line) => sum + line.length + 1, 0);
    if (size !== undefined && size !== found) {
      throw invalidModel(where, `it has ${found} bytes, tree_sizes says ${size}: the text has been altered`);
    }
    return tree;
  });
  return joinTrees(header, trees);
}
