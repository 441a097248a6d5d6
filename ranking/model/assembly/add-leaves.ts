import { TREE_BYTES, TREE_VALUES } from "../layout.ts";

/** Adds a batch's leaves to the rows' scores, tree by tree: LightGBM's order, since sums of floats depend on it. */
export function addLeaves(batch: usize, leaf: usize, out: usize, rows: i32): void {
  const t0 = <usize>load<u32>(batch, 0 * TREE_BYTES + TREE_VALUES);
  const t1 = <usize>load<u32>(batch, 1 * TREE_BYTES + TREE_VALUES);
  const t2 = <usize>load<u32>(batch, 2 * TREE_BYTES + TREE_VALUES);
  const t3 = <usize>load<u32>(batch, 3 * TREE_BYTES + TREE_VALUES);
  const t4 = <usize>load<u32>(batch, 4 * TREE_BYTES + TREE_VALUES);
  const t5 = <usize>load<u32>(batch, 5 * TREE_BYTES + TREE_VALUES);
  const t6 = <usize>load<u32>(batch, 6 * TREE_BYTES + TREE_VALUES);
  const t7 = <usize>load<u32>(batch, 7 * TREE_BYTES + TREE_VALUES);
  for (let row = 0; row < rows; row++, leaf++, out += 8) {
    let sum = load<f64>(out);
    sum += load<f64>(t0 + ((<usize>load<u8>(leaf, 0 * 256)) << 3));
    sum += load<f64>(t1 + ((<usize>load<u8>(leaf, 1 * 256)) << 3));
    sum += load<f64>(t2 + ((<usize>load<u8>(leaf, 2 * 256)) << 3));
    sum += load<f64>(t3 + ((<usize>load<u8>(leaf, 3 * 256)) << 3));
    sum += load<f64>(t4 + ((<usize>load<u8>(leaf, 4 * 256)) << 3));
    sum += load<f64>(t5 + ((<usize>load<u8>(leaf, 5 * 256)) << 3));
    sum += load<f64>(t6 + ((<usize>load<u8>(leaf, 6 * 256)) << 3));
    sum += load<f64>(t7 + ((<usize>load<u8>(leaf, 7 * 256)) << 3));
    store<f64>(out, sum);
  }
}
