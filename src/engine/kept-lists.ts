import type { Bits } from "./bits.ts";

/** What is worked out about the posting lists of a field when they are first asked for, and kept with the part. */
export interface KeptLists {
  /** The highest divisor of the field. */
  readonly overall: number;
  /** First posting of a list → its highest divisor by window. */
  readonly maxima: Map<number, Float32Array>;
  /** First posting of a long list → its documents. */
  readonly sets: Map<number, Bits>;
}

/** @param sets those of the segment: they do not depend on statistics, and outlive this view of it */
export function keepLists(divisors: Float32Array, sets: Map<number, Bits>): KeptLists {
  return { overall: divisors.reduce((highest, each) => Math.max(highest, each), 1), maxima: new Map(), sets };
}
