import {
  KIND_PLAIN,
  KIND_ZERO,
  SLOT,
  SOURCE_COLUMN,
  SOURCE_COUNT,
  SOURCE_KIND,
  SOURCE_WIDE,
  SOURCE_ZERO_RANK,
} from "../layout.ts";

/** float32(1e-35), as LightGBM has it. */
const ZERO: f64 = <f64>(<f32>1e-35);

/** The same as rank32 for float64 values, by binary search: serving has float32 values. */
export function rank64(source: usize, values: usize, rows: i32, stride: i32, ranked: usize): void {
  const kind = load<u32>(source, SOURCE_KIND);
  const zeroIsMissing = kind == KIND_ZERO;
  const rankOfNan = kind == KIND_PLAIN ? load<i32>(source, SOURCE_ZERO_RANK) : -1;
  const thresholds = <usize>load<u32>(source, SOURCE_WIDE);
  const count = load<i32>(source, SOURCE_COUNT);
  const slots = ranked + SLOT;
  let from = values + (load<u32>(source, SOURCE_COLUMN) << 3);
  for (let row = 0; row < rows; row++, from += stride) {
    const value = load<f64>(from);
    let rank = 0;
    for (let left = count; left > 0;) {
      const half = left >> 1;
      const below = load<f64>(thresholds + ((rank + half) << 3)) < value;
      rank = select(rank + half + 1, rank, below);
      left = select(left - half - 1, half, below);
    }
    if (zeroIsMissing && abs(value) <= ZERO) rank = -1;
    rank = select(rank, rankOfNan, value == value);
    const at = slots + (rank << 5) + (row >> 3);
    i32.store8(at, i32.load8_u(at) | (1 << (row & 7)));
  }
}
