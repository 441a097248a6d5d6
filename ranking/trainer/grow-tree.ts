import type { BinMapper } from "./bin-mapper.ts";
import { bestSplit, type LeafSums, leafValue, type Split } from "./best-split.ts";
import type { Binned } from "./binned.ts";
import { fillHistogram, type Histogram, subtract } from "./histogram.ts";
import type { Options } from "./options.ts";
import { emptyTree, type Tree } from "./tree.ts";

interface Leaf {
  /** Its rows are `order` from here on, `sums.count` of them. */
  readonly start: number;
  readonly sums: LeafSums;
  readonly depth: number;
  /** The node above, and which of its children this is. */
  readonly parent: { readonly node: number; readonly side: "left" | "right" } | null;
  /** Null once the leaf cannot be split. */
  readonly histogram: Histogram | null;
  readonly split: Split | null;
}

/** What stays the same from tree to tree, with its memory. */
export interface Ground {
  readonly binned: Binned;
  readonly mappers: readonly BinMapper[];
  /** Where each column's bins begin in a histogram. */
  readonly offsets: Int32Array;
  readonly histograms: HistogramPool;
  readonly scratch: { readonly rows: Int32Array; readonly g: Float32Array; readonly h: Float32Array };
}

export interface HistogramPool {
  take(): Histogram;
  give(histogram: Histogram): void;
}

/**
 * Grows a tree leaf by leaf, always the leaf that gains most.
 *
 * @param columns those that may be used, ascending
 * @param random draws the bounds that are looked at; null looks at all
 * @param order the rows, ascending; afterwards each leaf's rows stand together
 * @returns the tree, leaf values times the learning rate, and where each leaf's rows begin; null when nothing splits
 */
export function growTree(
  ground: Ground,
  columns: Int32Array,
  order: Int32Array,
  g: Float32Array,
  h: Float32Array,
  options: Options,
  random: (() => number) | null,
): { tree: Tree; starts: readonly number[] } | null {
  const tree = emptyTree();
  const fill = (start: number, count: number): Histogram => {
    const histogram = ground.histograms.take();
    const { scratch } = ground;
    for (let i = 0; i < count; i++) {
      const row = order[start + i]!;
      scratch.g[i] = g[row]!;
      scratch.h[i] = h[row]!;
    }
    const rows = order.subarray(start, start + count);
    fillHistogram(histogram, ground.binned, columns, ground.offsets, rows, scratch.g, scratch.h);
    return histogram;
  };
  const judge = (histogram: Histogram, sums: LeafSums): Split | null =>
    bestSplit(histogram, ground.mappers, columns, ground.offsets, sums, options, random);

  const sums = sumOf(order, 0, order.length, g, h);
  const histogram = fill(0, order.length);
  const root = { start: 0, sums, depth: 0, parent: null, histogram, split: judge(histogram, sums) };
  const leaves: Leaf[] = [root];
  while (leaves.length < options.numLeaves) {
    const at = indexOfBest(leaves);
    if (at < 0) break;
    const leaf = leaves[at]!;
    const count = part(ground, order, leaf);
    const node = addNode(tree, leaf, options);
    const rest = leaf.sums.count - count;
    const leftSums = sumOf(order, leaf.start, count, g, h);
    const rightSums = sumOf(order, leaf.start + count, rest, g, h);
    const may = [leftSums, rightSums].map((child) => maySplit(child, leaf.depth + 1, options));
    let histograms: [Histogram | null, Histogram | null] = [null, null];
    if (may[0]! || may[1]!) {
      const smaller = count <= rest ? fill(leaf.start, count) : fill(leaf.start + count, rest);
      subtract(leaf.histogram!, smaller);
      histograms = count <= rest ? [smaller, leaf.histogram] : [leaf.histogram, smaller];
    } else ground.histograms.give(leaf.histogram!);
    const child = (side: 0 | 1, start: number, childSums: LeafSums): Leaf => {
      const held = histograms[side];
      const split = held !== null && may[side]! ? judge(held, childSums) : null;
      if (held !== null && split === null) ground.histograms.give(held);
      const parent = { node, side: side === 0 ? ("left" as const) : ("right" as const) };
      const kept = split === null ? null : held;
      return { start, sums: childSums, depth: leaf.depth + 1, parent, histogram: kept, split };
    };
    leaves[at] = child(0, leaf.start, leftSums);
    leaves.push(child(1, leaf.start + count, rightSums));
  }
  for (const leaf of leaves) if (leaf.histogram !== null) ground.histograms.give(leaf.histogram);
  if (leaves.length === 1) return null;
  for (const [i, leaf] of leaves.entries()) addLeaf(tree, leaf, i, options);
  return { tree, starts: leaves.map(({ start }) => start) };
}

function sumOf(order: Int32Array, start: number, count: number, g: Float32Array, h: Float32Array): LeafSums {
  let gradient = 0;
  let hessian = 0;
  for (let i = start; i < start + count; i++) {
    gradient += g[order[i]!]!;
    hessian += h[order[i]!]!;
  }
  return { count, gradient, hessian };
}

function maySplit({ count, hessian }: LeafSums, depth: number, options: Options): boolean {
  const { minDataInLeaf, minSumHessianInLeaf, maxDepth } = options;
  if (maxDepth > 0 && depth >= maxDepth) return false;
  return count >= 2 * Math.max(minDataInLeaf, 1) && hessian >= 2 * minSumHessianInLeaf;
}

function indexOfBest(leaves: readonly Leaf[]): number {
  let best = -1;
  let gain = 0;
  for (const [i, { split }] of leaves.entries()) {
    if (split === null || split.gain <= gain) continue;
    best = i;
    gain = split.gain;
  }
  return best;
}

/** Puts the leaf's rows that go left first; both sides keep their order. @returns how many go left */
function part({ binned, mappers, scratch }: Ground, order: Int32Array, { start, sums, split }: Leaf): number {
  const { column, bin, nanLeft } = split!;
  const bins = binned.bins[column]!;
  const mapper = mappers[column]!;
  const nanBin = mapper.hasNan ? mapper.nanBin : -1;
  let left = start;
  let right = 0;
  for (let i = start; i < start + sums.count; i++) {
    const row = order[i]!;
    const at = bins[row]!;
    if (at === nanBin ? nanLeft : at <= bin) order[left++] = row;
    else scratch.rows[right++] = row;
  }
  order.set(scratch.rows.subarray(0, right), left);
  return left - start;
}

function addNode(tree: Tree, { sums, split, parent }: Leaf, options: Options): number {
  const node = tree.column.length;
  if (parent !== null) tree[parent.side][parent.node] = node;
  tree.column.push(split!.column);
  tree.bin.push(split!.bin);
  tree.nanLeft.push(split!.nanLeft);
  tree.gain.push(split!.gain);
  tree.left.push(0);
  tree.right.push(0);
  tree.nodes.value.push(leafValue(sums, options) * options.learningRate);
  tree.nodes.weight.push(sums.hessian);
  tree.nodes.count.push(sums.count);
  return node;
}

function addLeaf(tree: Tree, { sums, parent }: Leaf, i: number, options: Options): void {
  tree[parent!.side][parent!.node] = -i - 1;
  tree.leaves.value.push(leafValue(sums, options) * options.learningRate);
  tree.leaves.weight.push(sums.hessian);
  tree.leaves.count.push(sums.count);
}
