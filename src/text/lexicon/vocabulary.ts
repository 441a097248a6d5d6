import type { NearbyTerm, Vocabulary, VocabularyTerm } from "../../domain/vocabulary.ts";
import { withPattern } from "./edit-pattern.ts";
import type { TermPart } from "./term-part.ts";

/** Reads the terms of several parts as those of one: frequencies add up. */
export function openVocabulary(parts: readonly TermPart[]): Vocabulary {
  const frequency = (term: string): number => {
    let sum = 0;
    for (const part of parts) {
      const index = part.indexOf(term);
      if (index >= 0) sum += part.frequencyAt(index);
    }
    return sum;
  };
  return {
    documents: parts.reduce((sum, part) => sum + part.documents, 0),
    frequency,
    withPrefix: (prefix, limit) => mostFrequent(parts, prefix, limit, frequency),
    nearby: (term, maxEdits, limit) => nearest(parts, term, maxEdits, limit, frequency),
    withStem(stem) {
      const terms = new Set<string>();
      for (const part of parts) for (const index of part.withStem(stem)) terms.add(part.termAt(index));
      return [...terms].map((term) => ({ term, frequency: frequency(term) })).sort(byFrequency);
    },
    pairFrequency: (first, second) => parts.reduce((sum, part) => sum + part.pairCount(first, second), 0),
  };
}

type Frequency = (term: string) => number;

/**
 * The threshold algorithm (Fagin, Lotem, Naor 2001): read each part's list in order until what is still unread can no
 * longer add up to more than the last of the best.
 */
function mostFrequent(
  parts: readonly TermPart[],
  prefix: string,
  limit: number,
  frequency: Frequency,
): readonly VocabularyTerm[] {
  const lists = parts.map((part) => part.withPrefix(prefix));
  const seen = new Map<string, VocabularyTerm>();
  for (let wanted = limit; ; wanted *= 2) {
    let unread = 0;
    lists.forEach((list, at) => {
      const part = parts[at]!;
      for (let i = 0; i < wanted && list.peek() >= 0; i++) {
        const term = part.termAt(list.next());
        if (!seen.has(term)) seen.set(term, { term, frequency: frequency(term) });
      }
      unread += Math.max(0, list.peek());
    });
    const best = [...seen.values()].sort(byFrequency).slice(0, limit);
    if (unread === 0 || limit === 0 || (best.length === limit && best[limit - 1]!.frequency >= unread)) return best;
  }
}

/** So many of each part's nearest are compared by their frequency in all parts. */
const NEAREST_OF_A_PART = 1000;

function nearest(
  parts: readonly TermPart[],
  pattern: string,
  maxEdits: 1 | 2,
  limit: number,
  frequency: Frequency,
): readonly NearbyTerm[] {
  const found = withPattern(pattern, (distance) =>
    parts.map((part) => {
      const indexes: number[] = [];
      const keys: number[] = [];
      part.nearby(pattern, maxEdits, distance, (index, edits) => {
        indexes.push(index);
        keys.push(edits * 2 ** 32 - part.frequencyAt(index));
      });
      const kept = parts.length === 1 ? limit : Math.max(limit, NEAREST_OF_A_PART);
      return smallest(keys, indexes, kept).map((at) => ({
        index: indexes[at]!,
        edits: Math.ceil(keys[at]! / 2 ** 32),
      }));
    }),
  );
  const terms = new Map<string, NearbyTerm>();
  found.forEach((nearby, at) => {
    for (const { index, edits } of nearby) {
      const term = parts[at]!.termAt(index);
      if (!terms.has(term)) terms.set(term, { term, edits, frequency: frequency(term) });
    }
  });
  return [...terms.values()].sort((a, b) => a.edits - b.edits || byFrequency(a, b)).slice(0, limit);
}

/** Where the `limit` smallest keys are, smallest first; among equals those of the lowest index. */
function smallest(keys: readonly number[], indexes: readonly number[], limit: number): readonly number[] {
  const places = keys.map((_, at) => at);
  return places.sort((a, b) => keys[a]! - keys[b]! || indexes[a]! - indexes[b]!).slice(0, limit);
}

function byFrequency(a: VocabularyTerm, b: VocabularyTerm): number {
  return b.frequency - a.frequency || (a.term < b.term ? -1 : 1);
}
