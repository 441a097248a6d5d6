import type { Column, Columns } from "../domain/columns.ts";
import { compareIds } from "./compare-ids.ts";
import { shared } from "./shared.ts";

/** Strings by ordinal, as UTF-8 bytes one after the other: `NAME.bytes`, `NAME.starts`, `NAME.ascii` [1 when all are]. */
export interface Strings {
  readonly size: number;
  at(ordinal: number): string;
  byteLength(ordinal: number): number;
  /** Copies the bytes of one string. */
  copy(ordinal: number, target: Uint8Array, offset: number): void;
}

export function packStrings(name: string, strings: readonly string[]): Record<string, Column> {
  const starts = shared.u32(strings.length + 1);
  let length = 0;
  for (let i = 0; i < strings.length; i++) {
    length += Buffer.byteLength(strings[i]!);
    starts[i + 1] = length;
  }
  const bytes = shared.u8(length);
  const buffer = asBuffer(bytes);
  for (let i = 0; i < strings.length; i++) buffer.write(strings[i]!, starts[i]!);
  const ascii = shared.u8(1);
  ascii[0] = strings.every((each, i) => each.length === starts[i + 1]! - starts[i]!) ? 1 : 0;
  return { [`${name}.bytes`]: bytes, [`${name}.starts`]: starts, [`${name}.ascii`]: ascii };
}

export function openStrings(columns: Columns, name: string): Strings {
  const bytes = columns[`${name}.bytes`] as Uint8Array;
  const starts = columns[`${name}.starts`] as Uint32Array;
  const buffer = asBuffer(bytes);
  // Latin-1 is several times quicker to read, and the same for ASCII.
  const encoding = columns[`${name}.ascii`]![0] === 1 ? "latin1" : "utf8";
  return {
    size: starts.length - 1,
    at: (ordinal) => buffer.toString(encoding, starts[ordinal], starts[ordinal + 1]),
    byteLength: (ordinal) => starts[ordinal + 1]! - starts[ordinal]!,
    copy: (ordinal, target, offset) => target.set(bytes.subarray(starts[ordinal], starts[ordinal + 1]), offset),
  };
}

/** First place in `order` whose string is not below `value`; the strings ascend by code point along `order`. */
export function lowerBound(strings: Strings, value: string, order: Uint32Array | null = null): number {
  let low = 0;
  let high = order?.length ?? strings.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareIds(strings.at(order === null ? middle : order[middle]!), value) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The ordinal of `value` among strings that ascend, or -1. */
export function findSorted(strings: Strings, value: string): number {
  const place = lowerBound(strings, value);
  return place < strings.size && strings.at(place) === value ? place : -1;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}
