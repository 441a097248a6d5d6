import type { ProductFacts } from "../../src/domain/product-facts.ts";
import type { QueryWords } from "./query-words.ts";

/** How a title and a query match; filled anew for each row. */
export interface TitleMatch {
  /** Words that count and are in the title, by number and by idf, each times its quality. */
  covered: number;
  coveredIdf: number;
  /** Words that count and are in the title, by whatever reading. */
  found: number;
  /** Terms of the title that stand for a word of the query. */
  matchedTerms: number;
  /** Neighbours in the query that are neighbours in the title, in order. */
  adjacent: number;
  /** Words that stand in the title in the query's order: the longest such row. */
  ordered: number;
  /** Places from 0, or −1: the first match, the last match, the first match of the query's last word. */
  first: number;
  final: number;
  lastWord: number;
  /** The place of the title's head, the last term without a digit in its first phrase, or −1. */
  head: number;
  headMatched: boolean;
  headIsLastWord: boolean;
  /** Terms from the title's beginning on that all match. */
  prefix: number;
  /** What comes after the query's last word: 1 a word ("laptop bag"), 0 a number or nothing, NaN without that word. */
  follows: number;
  /** Terms with a digit: things that are sold by their specification have many. */
  numbers: number;
}

export const emptyTitleMatch = (): TitleMatch => ({
  covered: 0,
  coveredIdf: 0,
  found: 0,
  matchedTerms: 0,
  adjacent: 0,
  ordered: 0,
  first: -1,
  final: -1,
  lastWord: -1,
  head: -1,
  headMatched: false,
  headIsLastWord: false,
  prefix: 0,
  follows: NaN,
  numbers: 0,
});

/** One pass over the title's terms. */
export const matchTitle = (
  { titleTerms, titlePhrase }: Pick<ProductFacts, "titleTerms" | "titlePhrase">,
  query: QueryWords,
  match: TitleMatch,
): void => {
  const { byTerm, last } = query;
  const length = Math.min(titleTerms.length, LONGEST);
  const head = headOf(titleTerms, Math.min(titlePhrase, length));
  best.fill(0, 0, query.count);
  run.fill(0, 0, query.count);
  match.head = head;
  match.headMatched = false;
  match.headIsLastWord = false;
  match.first = -1;
  match.final = -1;
  match.lastWord = -1;
  match.matchedTerms = 0;
  match.adjacent = 0;
  match.prefix = 0;
  match.ordered = 0;
  match.follows = NaN;
  match.numbers = 0;
  for (let i = 0; i < length; i++) if (hasDigit(titleTerms[i]!)) match.numbers++;
  let before = 0;
  let pairs = 0;
  for (let i = 0; i < length; i++) {
    let here = 0;
    let end = i;
    for (let use = byTerm.get(titleTerms[i]!) ?? null; use !== null; use = use.next) {
      if (use.rest.length > 0 && !follows(titleTerms, i + 1, use.rest)) continue;
      here |= 1 << use.word;
      if (use.quality > best[use.word]!) best[use.word] = use.quality;
      end = Math.max(end, i + use.rest.length);
    }
    if (here !== 0) {
      match.matchedTerms += end - i + 1;
      if (match.first === -1) match.first = i;
      match.final = end;
      if (match.prefix === i) match.prefix = end + 1;
      if (match.lastWord === -1 && last !== -1 && (here & (1 << last)) !== 0) {
        match.lastWord = i;
        match.follows = end + 1 < length && !hasDigit(titleTerms[end + 1]!) ? 1 : 0;
      }
      if (head >= i && head <= end) {
        match.headMatched = true;
        match.headIsLastWord = last !== -1 && (here & (1 << last)) !== 0;
      }
      pairs |= (before << 1) & here;
      match.ordered = Math.max(match.ordered, longestRow(here, query.count));
    }
    before = here;
    i = end;
  }
  for (; pairs !== 0; pairs &= pairs - 1) match.adjacent++;
  sumUp(query, match);
};

const sumUp = ({ count, counts, idf }: QueryWords, match: TitleMatch): void => {
  match.covered = 0;
  match.coveredIdf = 0;
  match.found = 0;
  for (let w = 0; w < count; w++) {
    const quality = best[w]! * counts[w]!;
    match.covered += quality;
    match.coveredIdf += quality * idf[w]!;
    if (quality > 0) match.found++;
  }
};

/** Dynamic programme of the longest increasing row: run[w] is that of the rows that end with word w. */
const longestRow = (here: number, count: number): number => {
  let most = 0;
  let longest = 0;
  for (let w = 0; w < count; w++) {
    const own = run[w]!;
    if ((here & (1 << w)) !== 0 && longest + 1 > own) run[w] = longest + 1;
    if (own > longest) longest = own;
    if (run[w]! > most) most = run[w]!;
  }
  return most;
};

const headOf = (terms: readonly string[], end: number): number => {
  for (let i = end - 1; i >= 0; i--) if (!hasDigit(terms[i]!)) return i;
  return end - 1;
};

const hasDigit = (term: string): boolean => {
  for (let i = 0; i < term.length; i++) {
    const code = term.charCodeAt(i);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
};

const follows = (terms: readonly string[], from: number, rest: readonly string[]): boolean => {
  for (let i = 0; i < rest.length; i++) if (terms[from + i] !== rest[i]) return false;
  return true;
};

/** Titles longer than this are stuffed with words. */
const LONGEST = 64;
const best = new Float64Array(32);
const run = new Int32Array(32);
