import { SLOT } from "../layout.ts";

/**
 * From the sets of rows of each leaf (a bit a row, of 128 rows) to the leaf of each row (a byte a row): bit j of the number
 * is set for the rows of all leaves whose number has bit j.
 */
export function leafNumbers(reach: usize, leaves: u32, leaf: usize): void {
  const zero = i64x2.splat(0);
  let p0 = zero;
  let p1 = zero;
  let p2 = zero;
  let p3 = zero;
  let p4 = zero;
  let p5 = zero;
  let p6 = zero;
  let p7 = zero;
  for (let first: u32 = 0; first < leaves; first += 8) {
    const l1 = v128.load(reach, 1 * SLOT);
    const l3 = v128.load(reach, 3 * SLOT);
    const l5 = v128.load(reach, 5 * SLOT);
    const l7 = v128.load(reach, 7 * SLOT);
    const l23 = v128.or(v128.load(reach, 2 * SLOT), l3);
    const l67 = v128.or(v128.load(reach, 6 * SLOT), l7);
    const l4567 = v128.or(v128.or(v128.load(reach, 4 * SLOT), l5), l67);
    p0 = v128.or(p0, v128.or(v128.or(l1, l3), v128.or(l5, l7)));
    p1 = v128.or(p1, v128.or(l23, l67));
    p2 = v128.or(p2, l4567);
    if (first > 0) {
      const all = v128.or(v128.or(v128.load(reach, 0), l1), v128.or(l23, l4567));
      if (first & 8) p3 = v128.or(p3, all);
      if (first & 16) p4 = v128.or(p4, all);
      if (first & 32) p5 = v128.or(p5, all);
      if (first & 64) p6 = v128.or(p6, all);
      if (first & 128) p7 = v128.or(p7, all);
    }
    reach += 8 * SLOT;
  }
  bytesFromPlanes(leaf, p0, p1, p2, p3, p4, p5, p6, p7);
}

/**
 * Eight planes of 128 bits become 128 bytes: bit j of byte i is bit i of plane j. First the planes' bytes are brought
 * together, eight a word of 64 bits, then each word is transposed as a matrix of 8 × 8 bits (Warren, Hacker's Delight, 7-3).
 */
function bytesFromPlanes(
  to: usize,
  p0: v128,
  p1: v128,
  p2: v128,
  p3: v128,
  p4: v128,
  p5: v128,
  p6: v128,
  p7: v128,
): void {
  for (let half = 0; half < 2; half++) {
    const p01 = low8(p0, p1);
    const p23 = low8(p2, p3);
    const p45 = low8(p4, p5);
    const p67 = low8(p6, p7);
    const a = v128.shuffle<i16>(p01, p23, 0, 8, 1, 9, 2, 10, 3, 11);
    const b = v128.shuffle<i16>(p45, p67, 0, 8, 1, 9, 2, 10, 3, 11);
    const c = v128.shuffle<i16>(p01, p23, 4, 12, 5, 13, 6, 14, 7, 15);
    const d = v128.shuffle<i16>(p45, p67, 4, 12, 5, 13, 6, 14, 7, 15);
    v128.store(to, v128.shuffle<i32>(a, b, 0, 4, 1, 5), 0);
    v128.store(to, v128.shuffle<i32>(a, b, 2, 6, 3, 7), 16);
    v128.store(to, v128.shuffle<i32>(c, d, 0, 4, 1, 5), 32);
    v128.store(to, v128.shuffle<i32>(c, d, 2, 6, 3, 7), 48);
    for (let end = to + 64; to < end; to += 16) v128.store(to, transposed(v128.load(to)));
    p0 = high(p0);
    p1 = high(p1);
    p2 = high(p2);
    p3 = high(p3);
    p4 = high(p4);
    p5 = high(p5);
    p6 = high(p6);
    p7 = high(p7);
  }
}

function low8(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function high(a: v128): v128 {
  return v128.shuffle<i64>(a, a, 1, 1);
}

/** Both 64-bit words by themselves. */
function transposed(x: v128): v128 {
  const t1 = v128.and(v128.xor(x, i64x2.shr_u(x, 7)), i64x2.splat(0x00aa00aa00aa00aa));
  x = v128.xor(v128.xor(x, t1), i64x2.shl(t1, 7));
  const t2 = v128.and(v128.xor(x, i64x2.shr_u(x, 14)), i64x2.splat(0x0000cccc0000cccc));
  x = v128.xor(v128.xor(x, t2), i64x2.shl(t2, 14));
  const t3 = v128.and(v128.xor(x, i64x2.shr_u(x, 28)), i64x2.splat(0x00000000f0f0f0f0));
  return v128.xor(v128.xor(x, t3), i64x2.shl(t3, 28));
}
