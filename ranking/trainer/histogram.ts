import type { Binned } from "./binned.ts";

/** Sums of gradient and hessian of each bin, side by side: entry 2 × (offset of the column + bin). */
export type Histogram = Float64Array;

/**
 * Adds up the rows of a leaf. Four columns at a time: a bin that many rows in a row fall into makes each addition wait
 * for the one before it, and four chains wait at once.
 *
 * @param rows positions in `binned`, ascending
 * @param g gradients of those rows, in their order; `h` likewise
 */
export function fillHistogram(
  out: Histogram,
  { bins }: Binned,
  columns: Int32Array,
  offsets: Int32Array,
  rows: Int32Array,
  g: Float32Array,
  h: Float32Array,
): void {
  let at = 0;
  for (; at + 3 < columns.length; at += 4) {
    const [a, b, c, d] = [columns[at]!, columns[at + 1]!, columns[at + 2]!, columns[at + 3]!];
    four(out, bins[a]!, bins[b]!, bins[c]!, bins[d]!, offsets[a]!, offsets[b]!, offsets[c]!, offsets[d]!, rows, g, h);
  }
  for (; at < columns.length; at++) one(out, bins[columns[at]!]!, offsets[columns[at]!]!, rows, g, h);
}

function four(
  out: Histogram,
  a: Uint8Array,
  b: Uint8Array,
  c: Uint8Array,
  d: Uint8Array,
  atA: number,
  atB: number,
  atC: number,
  atD: number,
  rows: Int32Array,
  g: Float32Array,
  h: Float32Array,
): void {
  const count = rows.length;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const gradient = g[i]!;
    const hessian = h[i]!;
    const inA = (atA + a[row]!) << 1;
    out[inA]! += gradient;
    out[inA + 1]! += hessian;
    const inB = (atB + b[row]!) << 1;
    out[inB]! += gradient;
    out[inB + 1]! += hessian;
    const inC = (atC + c[row]!) << 1;
    out[inC]! += gradient;
    out[inC + 1]! += hessian;
    const inD = (atD + d[row]!) << 1;
    out[inD]! += gradient;
    out[inD + 1]! += hessian;
  }
}

function one(out: Histogram, a: Uint8Array, at: number, rows: Int32Array, g: Float32Array, h: Float32Array): void {
  const count = rows.length;
  for (let i = 0; i < count; i++) {
    const entry = (at + a[rows[i]!]!) << 1;
    out[entry]! += g[i]!;
    out[entry + 1]! += h[i]!;
  }
}

/** The larger child's sums are its parent's without the smaller child's. */
export function subtract(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!;
}
