import type { Columns } from "../../domain/columns.ts";
import { bitCount, charMask, MAX_BUCKET } from "./char-mask.ts";
import type { Distance } from "./edit-pattern.ts";
import type { PackedStrings } from "./packed-strings.ts";

export interface LengthIndex {
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
  readonly masks: Uint32Array;
}

export function lengthIndex(columns: Columns): LengthIndex {
  return {
    starts: columns["length.starts"] as Uint32Array,
    order: columns["length.order"] as Uint32Array,
    masks: columns["length.masks"] as Uint32Array,
  };
}

/**
 * Calls `found` for each term within 1 … `maxEdits` of `pattern`. Reads every term of a fitting length, but compares only
 * those whose letters fit: an edit takes away at most one letter of the pattern and brings in at most one.
 */
export function findNearby(
  terms: PackedStrings,
  index: LengthIndex,
  pattern: string,
  maxEdits: number,
  distance: Distance,
  found: (term: number, edits: number) => void,
): void {
  const { order, masks } = index;
  const { units, starts } = terms;
  const mask = charMask(pattern);
  for (let length = Math.max(0, pattern.length - maxEdits); length <= pattern.length + maxEdits; length++) {
    const longer = length - pattern.length;
    const maxTaken = maxEdits - Math.max(0, longer);
    const maxBrought = maxEdits - Math.max(0, -longer);
    const bucket = Math.min(length, MAX_BUCKET);
    const to = index.starts[bucket + 1]!;
    for (let i = index.starts[bucket]!; i < to; i++) {
      const other = masks[i]!;
      if (bitCount(mask & ~other) > maxTaken || bitCount(other & ~mask) > maxBrought) continue;
      const term = order[i]!;
      const from = starts[term]!;
      const end = starts[term + 1]!;
      if (end - from !== length) continue;
      const edits = distance(units, from, end);
      if (edits > 0 && edits <= maxEdits) found(term, edits);
    }
  }
}
