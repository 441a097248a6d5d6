import type { Arena } from "./arena.ts";
import * as at from "./layout.ts";
import type { TreeModel } from "./tree-model.ts";

/**
 * Lays all trees, in batches; the last batch is filled up with leaves of 0, which change no sum.
 *
 * @returns the address of the first batch
 */
export function placeTrees(model: TreeModel, conditionOf: Uint32Array, image: Arena): number {
  const nothing = image.place(new Float64Array(1));
  const batches = Math.ceil(model.treeCount / at.BATCH);
  const fields = new Uint32Array((batches * at.BATCH * at.TREE_BYTES) / 4);
  for (let tree = 0; tree < batches * at.BATCH; tree++) {
    const placed = tree < model.treeCount ? placeTree(model, tree, conditionOf, image) : { leaves: 1, values: nothing };
    const start = (tree * at.TREE_BYTES) / 4;
    fields[start + at.TREE_NODES / 4] = placed.nodes ?? 0;
    fields[start + at.TREE_NODES_END / 4] = (placed.nodes ?? 0) + (placed.leaves - 1) * at.NODE_BYTES;
    fields[start + at.TREE_LEAVES / 4] = placed.leaves;
    fields[start + at.TREE_VALUES / 4] = placed.values;
  }
  return image.place(fields);
}

interface PlacedTree {
  readonly leaves: number;
  readonly values: number;
  readonly nodes?: number;
}

/**
 * Level by level, so that neighbours do not wait for each other. A node's rows are in a slot; its left child takes the slot
 * over, its right child gets a new one: so each leaf ends in a slot of its own, and that is its number.
 */
function placeTree(model: TreeModel, tree: number, conditionOf: Uint32Array, image: Arena): PlacedTree {
  const firstNode = model.nodeStart[tree]!;
  const firstLeaf = model.leafStart[tree]!;
  const leaves = model.leafStart[tree + 1]! - firstLeaf;
  const values = new Float64Array(leaves);
  const nodes = new DataView(new ArrayBuffer((leaves - 1) * at.NODE_BYTES));
  const queue = [{ child: leaves === 1 ? -1 : 0, slot: 0 }];
  let slots = 1;
  let placed = 0;
  for (const { child, slot } of queue) {
    if (child < 0) {
      values[slot] = model.leafValue[firstLeaf + ~child]!;
      continue;
    }
    const node = firstNode + child;
    const rightSlot = slots++;
    nodes.setUint32(placed + at.NODE_CONDITION, conditionOf[node]!, true);
    nodes.setUint16(placed + at.NODE_LEFT, slot * at.SLOT, true);
    nodes.setUint16(placed + at.NODE_RIGHT, rightSlot * at.SLOT, true);
    placed += at.NODE_BYTES;
    queue.push({ child: model.left[node]!, slot }, { child: model.right[node]!, slot: rightSlot });
  }
  return { leaves, values: image.place(values), nodes: image.place(nodes) };
}
