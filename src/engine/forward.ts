import type { Column } from "../domain/columns.ts";
import { shared } from "./shared.ts";

/** A field's term ordinals, document after document. */
export interface Tokens {
  readonly ordinals: Uint32Array;
  readonly starts: Uint32Array;
}

/** Ends a field of a document. */
export const END = 0xfffe;
/** Ordinals from END on take three units: this one, then the high and the low half. Frequent terms take one. */
export const WIDE = 0xffff;

/**
 * The forward index: document → its terms in order, field after field, so that a document's are in one place. Verifies
 * phrases, scores the few candidates that are shown, and spares merges the analysis.
 * `forward` in units of 16 bits, `forwardStarts` document → first unit.
 */
export function packForward(fields: readonly Tokens[], documents: number): Record<string, Column> {
  let length = documents * fields.length;
  for (const { ordinals } of fields) for (const ordinal of ordinals) length += ordinal >= END ? 3 : 1;
  const units = shared.u16(length);
  const unitStarts = shared.u32(documents + 1);
  let filled = 0;
  for (let document = 0; document < documents; document++) {
    for (const { ordinals, starts } of fields) {
      for (let i = starts[document]!; i < starts[document + 1]!; i++) {
        const ordinal = ordinals[i]!;
        if (ordinal < END) units[filled++] = ordinal;
        else {
          units[filled++] = WIDE;
          units[filled++] = ordinal >>> 16;
          units[filled++] = ordinal & 0xffff;
        }
      }
      units[filled++] = END;
    }
    unitStarts[document + 1] = filled;
  }
  return { forward: units, forwardStarts: unitStarts };
}

/** The terms of one document, field by field in the mapping's order. For few documents: it allocates. */
export function readForward(
  { forward, forwardStarts }: { readonly forward: Uint16Array; readonly forwardStarts: Uint32Array },
  document: number,
): number[][] {
  const fields: number[][] = [];
  let ordinals: number[] = [];
  for (let i = forwardStarts[document]!; i < forwardStarts[document + 1]!; i++) {
    const unit = forward[i]!;
    if (unit === END) {
      fields.push(ordinals);
      ordinals = [];
    } else if (unit === WIDE) {
      ordinals.push(forward[i + 1]! * 0x10000 + forward[i + 2]!);
      i += 2;
    } else ordinals.push(unit);
  }
  return fields;
}
