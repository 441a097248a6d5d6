import type { Columns } from "../domain/columns.ts";
import { shared } from "./shared.ts";
import { openStrings } from "./strings.ts";

/** Finds a term's ordinal by hash: open addressing, slots hold ordinal + 1. */
export function hashTerms(terms: readonly string[]): Uint32Array {
  const slots = shared.u32(2 ** Math.ceil(Math.log2(terms.length * 2 + 2)));
  const mask = slots.length - 1;
  for (let ordinal = 0; ordinal < terms.length; ordinal++) {
    let slot = hash(terms[ordinal]!) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = ordinal + 1;
  }
  return slots;
}

/** @returns a function from term to ordinal, or -1 */
export function openTermTable(columns: Columns): (term: string) => number {
  const strings = openStrings(columns, "term");
  const slots = columns["term.hash"] as Uint32Array;
  const mask = slots.length - 1;
  return (term) => {
    for (let slot = hash(term) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const ordinal = slots[slot]! - 1;
      if (strings.at(ordinal) === term) return ordinal;
    }
    return -1;
  };
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
