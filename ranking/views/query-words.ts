import type { MatchKind, QueryTree } from "../../src/domain/query-tree.ts";

/** The words of a query, ready to be looked up term by term. */
export interface QueryWords {
  readonly count: number;
  /** Inverse document frequency of each word, as BM25 has it. */
  readonly idf: Float64Array;
  /** Of required words 1, of others 0; when none is required, of all 1. */
  readonly counts: Float64Array;
  readonly required: number;
  /** Sum over the words that count. */
  readonly idfSum: number;
  /** The last word that counts, which mostly names the thing; −1 for none. */
  readonly last: number;
  /** Term → the words it stands for. */
  readonly byTerm: ReadonlyMap<string, TermUse>;
}

/** One way in which a term stands for a word of the query. */
export interface TermUse {
  readonly word: number;
  /** 1 for the word as typed. */
  readonly quality: number;
  /** Terms that must follow it: "usb hub" for "usbhub". */
  readonly rest: readonly string[];
  /** Another word it stands for; null for none. */
  readonly next: TermUse | null;
}

export interface WordStatistics {
  readonly documents: number;
  readonly frequency: (term: string) => number;
}

/** How much of a match each kind is. */
export const QUALITY: Readonly<Record<MatchKind, number>> = {
  exact: 1,
  stem: 0.9,
  compound: 0.8,
  synonym: 0.7,
  prefix: 0.5,
  typo: 0.4,
};

export const queryWords = ({ words }: QueryTree, { documents, frequency }: WordStatistics): QueryWords => {
  const count = Math.min(words.length, MOST_WORDS);
  const idf = new Float64Array(count);
  const counts = new Float64Array(count);
  const byTerm = new Map<string, TermUse>();
  const anyRequired = words.some(({ required }) => required);
  let last = -1;
  for (let w = 0; w < count; w++) {
    const word = words[w]!;
    let most = 0;
    for (const { terms, kind } of word.alternatives) {
      most = Math.max(most, frequency(terms[0]));
      addUse(byTerm, terms, w, QUALITY[kind]);
    }
    idf[w] = Math.log(1 + (Math.max(documents, most) - most + 0.5) / (most + 0.5));
    counts[w] = word.required || !anyRequired ? 1 : 0;
    if (counts[w] === 1) last = w;
  }
  let idfSum = 0;
  let required = 0;
  for (let w = 0; w < count; w++) {
    idfSum += idf[w]! * counts[w]!;
    required += counts[w]!;
  }
  return { count, idf, counts, required, idfSum, last, byTerm };
};

/** As many as bits in a whole number that is quick to reckon with. */
const MOST_WORDS = 30;

const addUse = (byTerm: Map<string, TermUse>, terms: readonly string[], word: number, quality: number): void => {
  const first = terms[0]!;
  const next = byTerm.get(first) ?? null;
  for (let use = next; use !== null; use = use.next)
    if (use.word === word && use.rest.length === 0 && use.quality >= quality) return;
  byTerm.set(first, { word, quality, rest: terms.slice(1), next });
};
