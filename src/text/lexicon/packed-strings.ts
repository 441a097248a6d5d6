import type { Columns } from "../../domain/columns.ts";

/** Strings end to end in UTF-16 code units, so that looking one up needs neither encoding nor decoding. */
export interface PackedStrings {
  readonly units: Uint16Array;
  /** String i is units[starts[i] … starts[i + 1]). */
  readonly starts: Uint32Array;
}

export function packStrings(strings: readonly string[]): PackedStrings {
  let total = 0;
  for (const text of strings) total += text.length;
  const units = new Uint16Array(new SharedArrayBuffer(total * 2));
  const starts = new Uint32Array(new SharedArrayBuffer((strings.length + 1) * 4));
  let at = 0;
  for (let i = 0; i < strings.length; i++) {
    const text = strings[i]!;
    for (let j = 0; j < text.length; j++) units[at++] = text.charCodeAt(j);
    starts[i + 1] = at;
  }
  return { units, starts };
}

/** As two columns, `NAME.units` and `NAME.starts`. */
export function packedColumns(name: string, packed: PackedStrings): Columns {
  return { [`${name}.units`]: packed.units, [`${name}.starts`]: packed.starts };
}

export function packedFrom(columns: Columns, name: string): PackedStrings {
  return { units: columns[`${name}.units`] as Uint16Array, starts: columns[`${name}.starts`] as Uint32Array };
}

export function countOf(packed: PackedStrings): number {
  return packed.starts.length - 1;
}

export function stringAt(packed: PackedStrings, index: number): string {
  const from = packed.starts[index]!;
  const to = packed.starts[index + 1]!;
  let text = "";
  for (let i = from; i < to; i++) text += String.fromCharCode(packed.units[i]!);
  return text;
}

/** Index of `text` in sorted strings, or -1. */
export function indexOf(packed: PackedStrings, text: string): number {
  const at = lowerBound(packed, text, 0);
  return at < countOf(packed) && lengthAt(packed, at) === text.length && startsWith(packed, at, text) ? at : -1;
}

/** The strings that start with `prefix`: [from, to) in sorted strings. */
export function prefixRange(packed: PackedStrings, prefix: string): readonly [number, number] {
  return [lowerBound(packed, prefix, 0), lowerBound(packed, prefix, 1)];
}

/** First index whose string is not below `text`; with `past` 1 the strings that start with `text` count as below. */
function lowerBound(packed: PackedStrings, text: string, past: 0 | 1): number {
  let low = 0;
  let high = countOf(packed);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(packed, middle, text) < past) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Below 0 when string `index` sorts before `text`; 0 when it starts with it; above 0 otherwise. */
function order(packed: PackedStrings, index: number, text: string): number {
  const from = packed.starts[index]!;
  const length = packed.starts[index + 1]! - from;
  const shared = Math.min(length, text.length);
  for (let i = 0; i < shared; i++) {
    const difference = packed.units[from + i]! - text.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return length < text.length ? -1 : 0;
}

function lengthAt(packed: PackedStrings, index: number): number {
  return packed.starts[index + 1]! - packed.starts[index]!;
}

function startsWith(packed: PackedStrings, index: number, text: string): boolean {
  return order(packed, index, text) === 0;
}
