import type { Bits } from "./bits.ts";
import type { Segment } from "./segment.ts";

/** Keyword field: value → groups of the set that have it. */
export function countOrdinals(segment: Segment, field: string, bits: Bits): Uint32Array {
  const { values, starts, ordinals } = segment.keywords.get(field)!;
  const counts = new Uint32Array(values.size);
  const grouped = segment.groups.size < segment.documents;
  const { groupOf } = segment;
  // The group that was counted last for each value, plus one: members stand next to each other.
  const lastGroups = new Uint32Array(grouped ? values.size : 0);
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1) {
      const document = word * 32 + 31 - Math.clz32(left & -left);
      const end = starts[document + 1]!;
      for (let i = starts[document]!; i < end; i++) {
        const ordinal = ordinals[i]!;
        if (grouped) {
          if (lastGroups[ordinal] === groupOf[document]! + 1) continue;
          lastGroups[ordinal] = groupOf[document]! + 1;
        }
        counts[ordinal]!++;
      }
    }
  }
  return counts;
}

/** Boolean field: [false, true] → groups of the set that have it. */
export function countBooleans(segment: Segment, field: string, bits: Bits): [number, number] {
  const values = segment.numbers.get(field)!;
  const { groupOf } = segment;
  const counts: [number, number] = [0, 0];
  const lastGroups = [-1, -1];
  forEachDocument(bits, (document) => {
    const value = values[document]!;
    if ((value !== 0 && value !== 1) || lastGroups[value] === groupOf[document]) return;
    lastGroups[value] = groupOf[document]!;
    counts[value]++;
  });
  return counts;
}

export interface NumberStats {
  count: number;
  min: number;
  max: number;
  sum: number;
}

/** Number field: over the documents of the set that have it. */
export function addStats(stats: NumberStats, segment: Segment, field: string, bits: Bits): void {
  const values = segment.numbers.get(field)!;
  forEachDocument(bits, (document) => {
    const value = values[document]!;
    if (Number.isNaN(value)) return;
    stats.count++;
    stats.sum += value;
    if (value < stats.min) stats.min = value;
    if (value > stats.max) stats.max = value;
  });
}

export function forEachDocument(bits: Bits, visit: (document: number) => void): void {
  for (let word = 0; word < bits.length; word++)
    for (let left = bits[word]!; left !== 0; left &= left - 1) visit(word * 32 + 31 - Math.clz32(left & -left));
}

/** Groups that have a document in the set. */
export function countGroups(segment: Segment, bits: Bits): number {
  const { groupOf } = segment;
  let total = 0;
  let last = -1;
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1) {
      const group = groupOf[word * 32 + 31 - Math.clz32(left & -left)]!;
      if (group !== last) total++;
      last = group;
    }
  }
  return total;
}
