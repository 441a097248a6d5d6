import type { Header } from "./read-header.ts";
import type { Tree } from "./read-tree.ts";
import { isCategorical, type TreeModel } from "./tree-model.ts";

/** Lays trees one after the other; category sets are numbered through. */
export function joinTrees({ columns, names, infos, objective, sigmoid }: Header, trees: readonly Tree[]): TreeModel {
  const nodeStart = Int32Array.from([0, ...running(trees, (tree) => tree.feature.length)]);
  const leafStart = Int32Array.from([0, ...running(trees, (tree) => tree.leafValue.length)]);
  const setsBefore = [0, ...running(trees, (tree) => tree.setStart.length - 1)];
  const wordsBefore = [0, ...running(trees, (tree) => tree.setBits.length)];
  const joined = <A extends Int32Array | Uint8Array | Uint32Array | Float64Array>(
    into: A,
    part: (tree: Tree, i: number) => ArrayLike<number>,
  ): A => {
    let at = 0;
    trees.forEach((tree, i) => {
      const values = part(tree, i);
      into.set(values, at);
      at += values.length;
    });
    return into;
  };
  const nodes = nodeStart[trees.length]!;
  const leaves = leafStart[trees.length]!;
  return {
    columns,
    names,
    infos,
    objective,
    sigmoid,
    treeCount: trees.length,
    importance: importanceOf(trees, names),
    nodeStart,
    leafStart,
    feature: joined(new Int32Array(nodes), (tree) => tree.feature),
    threshold: joined(new Float64Array(nodes), ({ threshold, decision }, i) =>
      threshold.map((value, node) => (isCategorical(decision[node]!) ? value + setsBefore[i]! : value)),
    ),
    decision: joined(new Uint8Array(nodes), (tree) => tree.decision),
    left: joined(new Int32Array(nodes), (tree) => tree.left),
    right: joined(new Int32Array(nodes), (tree) => tree.right),
    nodeRows: joined(new Float64Array(nodes), (tree) => tree.nodeRows),
    leafRows: joined(new Float64Array(leaves), (tree) => tree.leafRows),
    leafValue: joined(new Float64Array(leaves), (tree) => tree.leafValue),
    setStart: Int32Array.from([
      0,
      ...trees.flatMap((tree, i) => tree.setStart.slice(1).map((end) => end + wordsBefore[i]!)),
    ]),
    setBits: joined(new Uint32Array(wordsBefore[trees.length]!), (tree) => tree.setBits),
  };
}

function running(trees: readonly Tree[], count: (tree: Tree) => number): number[] {
  let sum = 0;
  return trees.map((tree) => (sum += count(tree)));
}

/** As LightGBM counts it: gains of the splits of a feature, those above 0. */
function importanceOf(trees: readonly Tree[], names: readonly string[]): TreeModel["importance"] {
  const gains = new Float64Array(names.length);
  const split = new Set<number>();
  for (const { feature, gain } of trees) {
    feature.forEach((column, node) => {
      split.add(column);
      if (gain[node]! > 0) gains[column]! += gain[node]!;
    });
  }
  return [...split]
    .map((column) => ({ feature: names[column]!, gain: gains[column]! }))
    .sort((a, b) => b.gain - a.gain || (a.feature < b.feature ? -1 : 1));
}
