import {
  NODE_BYTES,
  NODE_CONDITION,
  NODE_LEFT,
  NODE_RIGHT,
  SLOT,
  TREE_LEAVES,
  TREE_NODES,
  TREE_NODES_END,
} from "../layout.ts";
import { leafNumbers } from "./leaf-numbers.ts";

/** Finds each row's leaf in a tree: a byte a row. */
export function exitLeaves(tree: usize, reach: usize, leaf: usize, rows: i32): void {
  const leaves = load<u32>(tree, TREE_LEAVES);
  if (leaves == 1) {
    memory.fill(leaf, 0, rows);
    return;
  }
  let node = <usize>load<u32>(tree, TREE_NODES);
  const end = <usize>load<u32>(tree, TREE_NODES_END);
  // All rows reach the root, those past the last one too: nobody reads their leaves.
  v128.store(reach, i64x2.splat(-1), 0);
  v128.store(reach, i64x2.splat(-1), 16);
  for (; node < end; node += NODE_BYTES) {
    const condition = <usize>load<u32>(node, NODE_CONDITION);
    const left = reach + load<u16>(node, NODE_LEFT);
    const right = reach + load<u16>(node, NODE_RIGHT);
    const rows0 = v128.load(left, 0);
    const rows1 = v128.load(left, 16);
    const goesLeft0 = v128.load(condition, 0);
    const goesLeft1 = v128.load(condition, 16);
    v128.store(right, v128.andnot(rows0, goesLeft0), 0);
    v128.store(right, v128.andnot(rows1, goesLeft1), 16);
    v128.store(left, v128.and(rows0, goesLeft0), 0);
    v128.store(left, v128.and(rows1, goesLeft1), 16);
  }
  // Leaf numbers are made from groups of 8 leaves.
  const padded = reach + ((leaves + 7) & ~7) * SLOT;
  for (let pad = reach + leaves * SLOT; pad < padded; pad += SLOT) {
    v128.store(pad, i64x2.splat(0), 0);
    v128.store(pad, i64x2.splat(0), 16);
  }
  leafNumbers(reach, leaves, leaf);
  if (rows > 128) leafNumbers(reach + 16, leaves, leaf + 128);
}
