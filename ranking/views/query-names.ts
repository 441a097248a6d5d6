import type { WordState } from "../state/query-state.ts";
import { wordsOf } from "../state/keys.ts";
import type { WordStatistics } from "./query-words.ts";

/** The words that a query is remembered by. */
export interface QueryNames {
  /** Each once, in the order typed. */
  readonly names: readonly string[];
  /** Inverse document frequency of each, and their sum. */
  readonly idf: Float64Array;
  readonly idfSum: number;
  /** For queries with that word. */
  readonly evidence: Float64Array;
}

/** @param states one a name, in the order of `wordsOf` */
export const queryNames = (
  text: string,
  { documents, frequency }: WordStatistics,
  states: readonly WordState[],
): QueryNames => {
  const names = wordsOf(text);
  const idf = new Float64Array(names.length);
  const evidence = new Float64Array(names.length);
  let idfSum = 0;
  for (let i = 0; i < names.length; i++) {
    const having = frequency(names[i]!);
    idf[i] = Math.log(1 + (Math.max(documents, having) - having + 0.5) / (having + 0.5));
    evidence[i] = states[i]!.evidence;
    idfSum += idf[i]!;
  }
  return { names, idf, idfSum, evidence };
};
