import {
  SLOT,
  SOURCE_CODE_COUNT,
  SOURCE_CODES,
  SOURCE_COLUMN,
  SOURCE_CONDITIONS,
  SOURCE_COUNT,
  SOURCE_MAX_CATEGORY,
  SOURCE_SETS,
} from "../layout.ts";

/** Conditions of category sets: the rows of all codes of a set. What is no category, or in no set, has code 0. */
export function conditionsOfCategories<T extends number>(
  source: usize,
  values: usize,
  rows: i32,
  stride: i32,
  ranked: usize,
): void {
  const codes = <usize>load<u32>(source, SOURCE_CODES);
  const maximum = <T>load<u32>(source, SOURCE_MAX_CATEGORY);
  let from = values + load<u32>(source, SOURCE_COLUMN) * sizeof<T>();
  for (let row = 0; row < rows; row++, from += stride) {
    const value = load<T>(from);
    let code: u32 = 0;
    // The fraction is cut off, so that -0.5 is category 0; comparisons with NaN are false.
    if (value > <T>-1 && value < maximum + 1) code = load<u16>(codes + ((<usize>(<u32>(<i32>value))) << 1));
    const at = ranked + (code << 5) + (row >> 3);
    i32.store8(at, i32.load8_u(at) | (1 << (row & 7)));
  }

  let condition = <usize>load<u32>(source, SOURCE_CONDITIONS);
  const end = condition + load<u32>(source, SOURCE_COUNT) * SLOT;
  let member = <usize>load<u32>(source, SOURCE_SETS);
  for (; condition < end; condition += SLOT) {
    let sum0 = i64x2.splat(0);
    let sum1 = i64x2.splat(0);
    const last = member + ((<usize>load<u16>(member)) << 1);
    for (; member < last;) {
      member += 2;
      const slot = ranked + ((<usize>load<u16>(member)) << 5);
      sum0 = v128.or(sum0, v128.load(slot, 0));
      sum1 = v128.or(sum1, v128.load(slot, 16));
    }
    member += 2;
    v128.store(condition, sum0, 0);
    v128.store(condition, sum1, 16);
  }
  memory.fill(ranked, 0, (load<u32>(source, SOURCE_CODE_COUNT) + 1) << 5);
}
