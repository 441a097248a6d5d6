import { SLOT, SOURCE_CONDITIONS, SOURCE_CONDITIONS_LEFT, SOURCE_COUNT, SOURCE_USES } from "../layout.ts";

/**
 * From slots by rank to conditions: the rows on the left of a threshold are those of its rank or a lower one, and the
 * missing ones where nodes send them left. Empties the slots.
 */
export function conditionsOfNumbers(source: usize, ranked: usize): void {
  const zero = i64x2.splat(0);
  const count = load<u32>(source, SOURCE_COUNT);
  const uses = <usize>load<u32>(source, SOURCE_USES);
  let right = <usize>load<u32>(source, SOURCE_CONDITIONS);
  let left = <usize>load<u32>(source, SOURCE_CONDITIONS_LEFT);
  const missing0 = v128.load(ranked, 0);
  const missing1 = v128.load(ranked, 16);
  v128.store(ranked, zero, 0);
  v128.store(ranked, zero, 16);
  let sum0 = zero;
  let sum1 = zero;
  let from = ranked + SLOT;
  for (let k: u32 = 0; k < count; k++, from += SLOT) {
    sum0 = v128.or(sum0, v128.load(from, 0));
    sum1 = v128.or(sum1, v128.load(from, 16));
    v128.store(from, zero, 0);
    v128.store(from, zero, 16);
    // Both are written and only those in use are kept: a branch would cost more.
    const use = load<u8>(uses + k);
    v128.store(left, v128.or(sum0, missing0), 0);
    v128.store(left, v128.or(sum1, missing1), 16);
    left += (use & 2) << 4;
    v128.store(right, sum0, 0);
    v128.store(right, sum1, 16);
    right += (use & 1) << 5;
  }
  // Above all thresholds.
  v128.store(from, zero, 0);
  v128.store(from, zero, 16);
}
