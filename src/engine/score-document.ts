import type { MatchKind } from "../domain/query-tree.ts";
import { bm25, divisor, lengthToByte } from "./bm25.ts";
import type { CompiledAlternative, CompiledQuery } from "./compile-query.ts";
import { END, WIDE } from "./forward.ts";
import { MAX_TF } from "./pack-postings.ts";
import type { IndexPart } from "./search-index.ts";

export interface DocumentScore {
  readonly fieldScores: number[];
  readonly matched: (MatchKind | null)[];
}

/** Scores documents of a part field by field from their own terms; for the few that are returned. */
export interface DocumentScorer {
  score(document: number): DocumentScore;
  /** Must be called before another scorer is made. */
  close(): void;
}

const NONE = 0x7fffffff;

/** Term ordinal → its index among the query's terms, plus one. All zero between requests. */
let slots = new Uint16Array(0);

export function openDocumentScorer(part: IndexPart, partIndex: number, query: CompiledQuery): DocumentScorer {
  const ordinals = query.ordinals.map((each) => each[partIndex]!);
  if (slots.length < part.segment.terms.size) slots = new Uint16Array(part.segment.terms.size);
  for (const [term, ordinal] of ordinals.entries()) if (ordinal !== -1) slots[ordinal] = term + 1;
  const { forward, forwardStarts } = part.segment;
  const fieldNorms = query.fields.map((name) => part.norms.get(name)!);
  /** Place in the forward index → field of the query, or -1. */
  const fieldAt = new Int8Array(part.segment.texts.size).fill(-1);
  for (const [field, name] of query.fields.entries()) fieldAt[part.segment.texts.get(name)!.place] = field;
  const frequencies = new Uint32Array(ordinals.length + 1);
  const best = new Int32Array(query.words.length);

  /** The sum over words of their best alternatives in a field; remembers the best alternative of each word in `best`. */
  function scoreField(field: number, norm: number): number {
    let sum = 0;
    for (let w = 0; w < query.words.length; w++) {
      const { alternatives } = query.words[w]!;
      let highest = 0;
      for (let a = 0; a < alternatives.length; a++) {
        const score = scoreAlternative(alternatives[a]!, field, frequencies, norm);
        if (score < 0) continue;
        if (score > highest) highest = score;
        if (a < best[w]!) best[w] = a;
      }
      sum += highest;
    }
    return Math.fround(sum);
  }

  return {
    score(document) {
      const fieldScores = new Array<number>(query.fields.length).fill(0);
      best.fill(NONE);
      let at = forwardStarts[document]!;
      for (const field of fieldAt) {
        let length = 0;
        let found = 0;
        for (let unit = forward[at++]!; unit !== END; unit = forward[at++]!) {
          length++;
          if (unit === WIDE) {
            unit = forward[at]! * 0x10000 + forward[at + 1]!;
            at += 2;
          }
          const slot = slots[unit]!;
          if (slot === 0) continue;
          frequencies[slot]!++;
          found++;
        }
        if (found === 0) continue;
        if (field !== -1) fieldScores[field] = scoreField(field, fieldNorms[field]![lengthToByte(length)]!);
        frequencies.fill(0);
      }
      // Not `alternatives[best[w]!]?.kind`: an index far outside sends V8 back to unoptimised code at every such document, for good.
      const matched = query.words.map(({ alternatives }, w) =>
        best[w] === NONE ? null : alternatives[best[w]!]!.kind,
      );
      return { fieldScores, matched };
    },
    close() {
      for (const ordinal of ordinals) if (ordinal !== -1) slots[ordinal] = 0;
    },
  };
}

/** −1 when a term is missing. */
function scoreAlternative(
  { terms, weights }: CompiledAlternative,
  field: number,
  frequencies: Uint32Array,
  norm: number,
): number {
  let sum = 0;
  for (let i = 0; i < terms.length; i++) {
    const tf = frequencies[terms[i]! + 1]!;
    if (tf === 0) return -1;
    sum += bm25(weights[field]![i]!, divisor(Math.min(tf, MAX_TF), norm));
  }
  return Math.fround(sum);
}
