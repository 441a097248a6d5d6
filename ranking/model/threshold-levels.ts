import { ZERO } from "./tree-model.ts";

/**
 * LightGBM takes values that are not further from 0 than ZERO for 0. A threshold among them is moved to their edge, so that
 * all of them fall on the side that 0 falls on.
 */
export function aroundZero(threshold: number): number {
  if (threshold >= ZERO || threshold < -ZERO) return threshold;
  return threshold >= 0 ? ZERO : BELOW_ZERO;
}

/** The float64 next to -ZERO, below it. */
const BELOW_ZERO = -ZERO * (1 + Number.EPSILON);

/** The largest float32 that is not above: for float32 values `x <= threshold` and `x <= floor32(threshold)` are the same. */
export function floor32(threshold: number): number {
  single[0] = threshold;
  if (!(single[0] > threshold)) return single[0];
  // The next one below: of a positive number its bits less 1; of a negative one (0 is not rounded up to) its bits plus 1.
  bits[0] = single[0] > 0 ? bits[0]! - 1 : bits[0]! + 1;
  return single[0];
}

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/**
 * Ascending thresholds for a search with sixteen at a time: groups of 16, the last filled up with infinity, which is below
 * no value; above them, while there is more than one group, the groups of their last members. The top comes first.
 */
export function levelsOf(thresholds: Float32Array): Float32Array[] {
  const levels = [inGroups(thresholds)];
  for (let below = levels[0]!; below.length > 16; below = levels[0]!) {
    // What is above all of these is in the last group.
    levels.unshift(
      inGroups(Float32Array.from({ length: below.length / 16 - 1 }, (_, group) => below[16 * group + 15]!)),
    );
  }
  return levels;
}

function inGroups(values: Float32Array): Float32Array {
  const groups = new Float32Array(16 * Math.max(1, Math.ceil(values.length / 16))).fill(Infinity);
  groups.set(values);
  return groups;
}
