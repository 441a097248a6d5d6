import type { Candidate, Retrieved } from "../domain/retrieval.ts";
import type { ScorePart } from "../domain/search.ts";

/** A candidate with the score it is ordered by and what that score is made of. */
export interface Ranked {
  readonly candidate: Candidate;
  /** Its place in the engine's order, by which its source is asked for. */
  readonly index: number;
  /** The model's, or the first stage's. */
  readonly score: number;
  /** Add up to the first stage's score. */
  readonly parts: readonly ScorePart[];
  /** Rules that moved it, in order. */
  readonly rules: readonly string[];
}

/** Candidates in the order of the first stage, by the sum of their fields' BM25. */
export function rank(retrieved: Retrieved, fields: readonly { readonly name: string }[]): readonly Ranked[] {
  return retrieved.candidates.map((candidate, index) => ({
    candidate,
    index,
    score: candidate.score,
    parts: fields
      .map(({ name }, f) => ({ name, value: candidate.fieldScores[f] ?? 0 }))
      .filter(({ value }) => value > 0),
    rules: [],
  }));
}
