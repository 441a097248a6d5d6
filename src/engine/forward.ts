import type { Column } from "../domain/columns.ts";
import type { TextField } from "./segment.ts";
import { shared } from "./shared.ts";

/** A field's term ordinals, document after document. */
export interface Tokens {
  readonly ordinals: Uint32Array;
  readonly starts: Uint32Array;
}

/** Ordinals from here on take three units: this one, then the high and the low half. Frequent terms take one. */
export const WIDE = 0xffff;

/**
 * The forward index: document → its terms in order. Verifies phrases, scores the few candidates that are shown, and
 * spares merges the analysis. `forward` in units of 16 bits, `forwardStarts` document → first unit.
 */
export function packForward(prefix: string, { ordinals, starts }: Tokens): Record<string, Column> {
  let wide = 0;
  for (const ordinal of ordinals) if (ordinal >= WIDE) wide++;
  const units = shared.u16(ordinals.length + wide * 2);
  const unitStarts = shared.u32(starts.length);
  let filled = 0;
  for (let document = 0; document + 1 < starts.length; document++) {
    for (let i = starts[document]!; i < starts[document + 1]!; i++) {
      const ordinal = ordinals[i]!;
      if (ordinal < WIDE) units[filled++] = ordinal;
      else {
        units[filled++] = WIDE;
        units[filled++] = ordinal >>> 16;
        units[filled++] = ordinal & 0xffff;
      }
    }
    unitStarts[document + 1] = filled;
  }
  return { [`${prefix}.forward`]: units, [`${prefix}.forwardStarts`]: unitStarts };
}

/** The terms of one document in order. For few documents: it allocates. */
export function readForward({ forward, forwardStarts }: TextField, document: number): number[] {
  const ordinals: number[] = [];
  for (let i = forwardStarts[document]!; i < forwardStarts[document + 1]!; i++) {
    let ordinal = forward[i]!;
    if (ordinal === WIDE) {
      ordinal = forward[i + 1]! * 0x10000 + forward[i + 2]!;
      i += 2;
    }
    ordinals.push(ordinal);
  }
  return ordinals;
}
