import type { MatchKind } from "../domain/query-tree.ts";
import { bm25, divisor } from "./bm25.ts";
import type { CompiledAlternative, CompiledQuery } from "./compile-query.ts";
import { readForward } from "./forward.ts";
import { MAX_TF } from "./pack-postings.ts";
import type { IndexPart } from "./search-index.ts";

export interface DocumentScore {
  readonly fieldScores: number[];
  readonly matched: (MatchKind | null)[];
}

/** Scores one document field by field from its own terms; for the few that are returned. */
export function scoreDocument(
  part: IndexPart,
  partIndex: number,
  query: CompiledQuery,
  document: number,
): DocumentScore {
  const bestAlternatives = query.words.map(() => Infinity);
  const slots = new Map<number, number>();
  for (const [term, ordinals] of query.ordinals.entries()) slots.set(ordinals[partIndex]!, term);
  const fieldScores = query.fields.map((name, field) => {
    const text = part.segment.texts.get(name)!;
    const frequencies = new Map<number, number>();
    for (const ordinal of readForward(text, document)) {
      const term = slots.get(ordinal);
      if (term !== undefined) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    }
    const norm = part.norms.get(name)![text.lengths[document]!]!;
    let sum = 0;
    for (const [w, { alternatives }] of query.words.entries()) {
      let best = 0;
      for (const [a, alternative] of alternatives.entries()) {
        const score = scoreAlternative(alternative, field, frequencies, norm);
        if (score === null) continue;
        best = Math.max(best, score);
        bestAlternatives[w] = Math.min(bestAlternatives[w]!, a);
      }
      sum += best;
    }
    return Math.fround(sum);
  });
  const matched = query.words.map(({ alternatives }, w) => alternatives[bestAlternatives[w]!]?.kind ?? null);
  return { fieldScores, matched };
}

/** Null when a term is missing. */
function scoreAlternative(
  { terms, weights }: CompiledAlternative,
  field: number,
  frequencies: ReadonlyMap<number, number>,
  norm: number,
): number | null {
  let sum = 0;
  for (const [i, term] of terms.entries()) {
    const tf = frequencies.get(term);
    if (tf === undefined) return null;
    sum += bm25(weights[field]![i]!, divisor(Math.min(tf, MAX_TF), norm));
  }
  return Math.fround(sum);
}
