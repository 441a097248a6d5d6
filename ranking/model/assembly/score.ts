/*
 * Scores a block of up to 256 rows with all trees. AssemblyScript, compiled by `npm run build:wasm`.
 *
 * The rows of a block are bits. 1: For each column, a row's value becomes its rank among the thresholds that the model has for
 * that column (RapidScorer, Ye et al., KDD 2018, ranks likewise). 2: From ranks follows, for each threshold, the set of
 * rows on its left: a running union, so that a threshold that several nodes share is asked once. 3: In a tree, the rows that
 * reach a node are split by a node's set into those that reach its children: two instructions for 128 rows. 4: The
 * leaves' sets are turned into each row's leaf number, and 5: the leaves' values are added, in the trees' order.
 */
import {
  BATCH,
  BLOCK,
  HEADER,
  HEADER_BATCH_COUNT,
  HEADER_BATCHES,
  HEADER_COLUMNS,
  HEADER_LEAF,
  HEADER_OUT,
  HEADER_RANKED,
  HEADER_REACH,
  HEADER_SOURCE_COUNT,
  HEADER_SOURCES,
  HEADER_VALUES,
  KIND_CATEGORIES,
  SOURCE_BYTES,
  SOURCE_KIND,
  TREE_BYTES,
} from "../layout.ts";
import { addLeaves } from "./add-leaves.ts";
import { conditionsOfCategories } from "./categories.ts";
import { conditionsOfNumbers } from "./conditions.ts";
import { exitLeaves } from "./exit-leaves.ts";
import { rank32 } from "./rank32.ts";
import { rank64 } from "./rank64.ts";

/** @param wide 1: the values are float64, else float32 */
export function score(rows: i32, wide: i32): void {
  makeConditions(rows, wide);
  addTrees(rows);
}

/** Exported to be measured by itself. */
export function makeConditions(rows: i32, wide: i32): void {
  const ranked = <usize>load<u32>(HEADER, HEADER_RANKED);
  const values = <usize>load<u32>(HEADER, HEADER_VALUES);
  const columns = load<u32>(HEADER, HEADER_COLUMNS);
  const stride = columns << (wide ? 3 : 2);
  const sources = <usize>load<u32>(HEADER, HEADER_SOURCES);
  const end = sources + load<u32>(HEADER, HEADER_SOURCE_COUNT) * SOURCE_BYTES;
  for (let source = sources; source < end; source += SOURCE_BYTES) {
    if (load<u32>(source, SOURCE_KIND) == KIND_CATEGORIES) {
      if (wide) conditionsOfCategories<f64>(source, values, rows, stride, ranked);
      else conditionsOfCategories<f32>(source, values, rows, stride, ranked);
    } else {
      if (wide) rank64(source, values, rows, stride, ranked);
      else rank32(source, values, rows, stride, ranked);
      conditionsOfNumbers(source, ranked);
    }
  }
}

export function addTrees(rows: i32): void {
  const reach = <usize>load<u32>(HEADER, HEADER_REACH);
  const leaf = <usize>load<u32>(HEADER, HEADER_LEAF);
  const out = <usize>load<u32>(HEADER, HEADER_OUT);
  memory.fill(out, 0, rows << 3);
  let batch = <usize>load<u32>(HEADER, HEADER_BATCHES);
  const end = batch + load<u32>(HEADER, HEADER_BATCH_COUNT) * (BATCH * TREE_BYTES);
  for (; batch < end; batch += BATCH * TREE_BYTES) {
    for (let tree = 0; tree < BATCH; tree++) {
      exitLeaves(batch + tree * TREE_BYTES, reach, leaf + tree * BLOCK, rows);
    }
    addLeaves(batch, leaf, out, rows);
  }
}
