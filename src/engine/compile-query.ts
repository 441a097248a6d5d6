import { WinnowError } from "../domain/errors.ts";
import type { MatchKind } from "../domain/query-tree.ts";
import type { RetrievalPlan } from "../domain/retrieval.ts";
import { boostOf, termWeight } from "./bm25.ts";
import type { SearchIndex } from "./search-index.ts";

/** A query tree with the frequencies of one index filled in. */
export interface CompiledQuery {
  /** Text fields, in the plan's order. */
  readonly fields: readonly string[];
  /** Distinct terms of words and phrases; everything below names them by index. */
  readonly terms: readonly string[];
  /** term → its ordinal in each part, or -1. */
  readonly ordinals: readonly (readonly number[])[];
  readonly words: readonly CompiledWord[];
  readonly phrases: readonly (readonly number[])[];
  readonly identifier: string | null;
}

export interface CompiledWord {
  readonly required: boolean;
  readonly alternatives: readonly CompiledAlternative[];
}

export interface CompiledAlternative {
  readonly kind: MatchKind;
  readonly terms: readonly number[];
  /** field → term of this alternative → the `w` of `w − w / (1 + tf × norm)`. */
  readonly weights: readonly (readonly number[])[];
}

/** @throws WinnowError `invalid_request` for a field that is no text field */
export function compileQuery(index: SearchIndex, plan: RetrievalPlan): CompiledQuery {
  const stats = plan.fields.map(({ name }) => {
    const found = index.stats.get(name);
    if (found !== undefined) return found;
    throw new WinnowError("invalid_request", `There is no text field “${name}” to score.`, { where: name });
  });
  const terms: string[] = [];
  const ordinals: number[][] = [];
  const frequencies: number[][] = [];
  const known = new Map<string, number>();
  const intern = (term: string): number => {
    const found = known.get(term);
    if (found !== undefined) return found;
    const own = index.parts.map(({ segment }) => segment.termOrdinal(term));
    known.set(term, terms.length);
    ordinals.push(own);
    frequencies.push(plan.fields.map(({ name }) => frequency(index, name, own)));
    return terms.push(term) - 1;
  };
  const words = (plan.query?.words ?? []).map(({ required, alternatives }) => ({
    required,
    alternatives: alternatives.map(({ kind, weight, terms: own }) => {
      const indexes = own.map(intern);
      const weights = plan.fields.map((field, f) => {
        const boost = boostOf(field.weight, weight);
        return indexes.map((term) => termWeight(boost, frequencies[term]![f]!, stats[f]!.documents));
      });
      return { kind, terms: indexes, weights };
    }),
  }));
  const phrases = (plan.query?.phrases ?? []).map((phrase) => phrase.map(intern));
  const identifier = plan.query?.identifier ?? null;
  return { fields: plan.fields.map(({ name }) => name), terms, ordinals, words, phrases, identifier };
}

/** Documents that have the term in the field, deleted ones included until they are merged away. */
function frequency(index: SearchIndex, field: string, ordinals: readonly number[]): number {
  let sum = 0;
  for (const [part, { segment }] of index.parts.entries()) {
    const ordinal = ordinals[part]!;
    const { postingStarts } = segment.texts.get(field)!;
    if (ordinal !== -1) sum += postingStarts[ordinal + 1]! - postingStarts[ordinal]!;
  }
  return sum;
}
