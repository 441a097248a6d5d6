import {
  KIND_NAN,
  KIND_PLAIN,
  KIND_ZERO,
  SLOT,
  SOURCE_COLUMN,
  SOURCE_KIND,
  SOURCE_LEVEL_1,
  SOURCE_LEVEL_2,
  SOURCE_LEVEL_3,
  SOURCE_LEVELS,
  SOURCE_ZERO_RANK,
} from "../layout.ts";

const ZERO: f32 = 1e-35;

/**
 * Puts each row's bit into the slot of its value's rank: the number of thresholds below it. Sixteen thresholds are compared
 * at once, so that 256 need two steps and no branch. Slot 0 is for missing values, rank r has slot r + 1.
 */
export function rank32(source: usize, values: usize, rows: i32, stride: i32, ranked: usize): void {
  const kind = load<u32>(source, SOURCE_KIND);
  const zeroIsMissing = kind == KIND_ZERO;
  const rankOfNan = kind == KIND_PLAIN ? load<i32>(source, SOURCE_ZERO_RANK) : -1;
  const levels = load<u32>(source, SOURCE_LEVELS);
  const level1 = <usize>load<u32>(source, SOURCE_LEVEL_1);
  const level2 = <usize>load<u32>(source, SOURCE_LEVEL_2);
  const level3 = <usize>load<u32>(source, SOURCE_LEVEL_3);
  const a = v128.load(level1, 0);
  const b = v128.load(level1, 16);
  const c = v128.load(level1, 32);
  const d = v128.load(level1, 48);
  const slots = ranked + SLOT;
  let from = values + (load<u32>(source, SOURCE_COLUMN) << 2);
  for (let row = 0; row < rows; row++, from += stride) {
    const value = load<f32>(from);
    const x = f32x4.splat(value);
    let rank = i32.popcnt(
      i8x16.bitmask(
        i8x16.narrow_i16x8_s(
          i16x8.narrow_i32x4_s(f32x4.lt(a, x), f32x4.lt(b, x)),
          i16x8.narrow_i32x4_s(f32x4.lt(c, x), f32x4.lt(d, x)),
        ),
      ),
    );
    if (levels > 1) {
      const group = level2 + (rank << 6);
      const within = i32.popcnt(
        i8x16.bitmask(
          i8x16.narrow_i16x8_s(
            i16x8.narrow_i32x4_s(f32x4.lt(v128.load(group, 0), x), f32x4.lt(v128.load(group, 16), x)),
            i16x8.narrow_i32x4_s(f32x4.lt(v128.load(group, 32), x), f32x4.lt(v128.load(group, 48), x)),
          ),
        ),
      );
      rank = (rank << 4) + within;
      if (levels > 2) {
        const group = level3 + (rank << 6);
        const within = i32.popcnt(
          i8x16.bitmask(
            i8x16.narrow_i16x8_s(
              i16x8.narrow_i32x4_s(f32x4.lt(v128.load(group, 0), x), f32x4.lt(v128.load(group, 16), x)),
              i16x8.narrow_i32x4_s(f32x4.lt(v128.load(group, 32), x), f32x4.lt(v128.load(group, 48), x)),
            ),
          ),
        );
        rank = (rank << 4) + within;
      }
    }
    if (zeroIsMissing && abs(value) <= ZERO) rank = -1;
    rank = select(rank, rankOfNan, value == value);
    const at = slots + (rank << 5) + (row >> 3);
    i32.store8(at, i32.load8_u(at) | (1 << (row & 7)));
  }
}
