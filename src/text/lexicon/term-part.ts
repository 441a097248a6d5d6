import type { Columns } from "../../domain/columns.ts";
import { bestFirst } from "./best-first.ts";
import type { BestFirst } from "./best-first.ts";
import type { Distance } from "./edit-pattern.ts";
import { findNearby, lengthIndex } from "./nearby-terms.ts";
import { indexOf, packedFrom, prefixRange, stringAt } from "./packed-strings.ts";

/** One part's terms, read where they lie. Terms are numbered in the order of their code units. */
export interface TermPart {
  readonly documents: number;
  /** Number of the term, or -1. */
  indexOf(term: string): number;
  termAt(index: number): string;
  frequencyAt(index: number): number;
  /** Terms with this prefix, most frequent first. */
  withPrefix(prefix: string): BestFirst;
  nearby(pattern: string, maxEdits: number, distance: Distance, found: (index: number, edits: number) => void): void;
  withStem(stem: string): readonly number[];
  pairCount(first: string, second: string): number;
}

export function termPart(columns: Columns): TermPart {
  const terms = packedFrom(columns, "term");
  const frequency = columns["term.frequency"] as Uint32Array;
  const maxima = columns["term.maxima"] as Uint32Array;
  const ownStem = columns["term.ownStem"] as Uint8Array;
  const stems = packedFrom(columns, "stem");
  const memberStarts = columns["stem.memberStarts"] as Uint32Array;
  const members = columns["stem.members"] as Uint32Array;
  const pairStarts = columns["pair.starts"] as Uint32Array;
  const pairSecond = columns["pair.second"] as Uint32Array;
  const pairCounts = columns["pair.count"] as Uint32Array;
  const lengths = lengthIndex(columns);
  return {
    documents: (columns["documents"] as Uint32Array)[0]!,
    indexOf: (term) => indexOf(terms, term),
    termAt: (index) => stringAt(terms, index),
    frequencyAt: (index) => frequency[index]!,
    withPrefix(prefix) {
      const [from, to] = prefixRange(terms, prefix);
      return bestFirst(frequency, maxima, from, to);
    },
    nearby: (pattern, maxEdits, distance, found) => findNearby(terms, lengths, pattern, maxEdits, distance, found),
    withStem(stem) {
      const found: number[] = [];
      const itself = indexOf(terms, stem);
      if (itself >= 0 && ownStem[itself] === 1) found.push(itself);
      const row = indexOf(stems, stem);
      if (row >= 0) found.push(...members.subarray(memberStarts[row], memberStarts[row + 1]));
      return found;
    },
    pairCount(first, second) {
      const row = indexOf(terms, first);
      const column = indexOf(terms, second);
      if (row < 0 || column < 0) return 0;
      const at = find(pairSecond, column, pairStarts[row]!, pairStarts[row + 1]!);
      return at < 0 ? 0 : pairCounts[at]!;
    },
  };
}

/** Where `value` is in the ascending sorted[from … to), or -1. */
function find(sorted: Uint32Array, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low < to && sorted[low] === value ? low : -1;
}
