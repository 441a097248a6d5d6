import { normalizeQuery } from "../text/normalize-query.ts";
import { phraseKey } from "../text/lexicon/phrase-key.ts";
import { scrub } from "../text/scrub.ts";

/** What one shopper searched for; `src/synonyms/trails.ts` reads it from the log. */
export interface Asked {
  /** A pseudonym. */
  readonly shopper: string;
  readonly searches: readonly {
    readonly atMs: number;
    /** As typed. */
    readonly text: string;
    readonly total: number;
    /** Groups that were clicked, put into the cart or bought. */
    readonly clicked: ReadonlySet<string>;
  }[];
}

export interface ChosenQuery {
  readonly text: string;
  readonly shoppers: number;
}

/** Fewer might know each other by it. */
export const LEAST_SHOPPERS = 5;
const MOST_WORDS = 5;
const MOST_UNITS = 60;
const MOST = 1000;

/**
 * What at least five shoppers typed alike, found, and then clicked or bought something of; the one of most shoppers first.
 * It is the text itself that five must have typed, case and spaces aside: of two that read alike the rarer one is left out
 * and lends the other nobody.
 *
 * @param sinceMs older searches say nothing
 */
export function chooseQueries(trails: readonly Asked[], sinceMs: number): readonly ChosenQuery[] {
  const shoppersOf = new Map<string, Set<string>>();
  for (const { shopper, searches } of trails) {
    for (const { atMs, text, total, clicked } of searches) {
      if (atMs < sinceMs || total === 0 || clicked.size === 0) continue;
      const shown = normalizeQuery(text).toLowerCase();
      if (!isShowable(shown)) continue;
      const shoppers = shoppersOf.get(shown);
      if (shoppers === undefined) shoppersOf.set(shown, new Set([shopper]));
      else shoppers.add(shopper);
    }
  }
  const enough = [...shoppersOf]
    .map(([text, { size }]): ChosenQuery => ({ text, shoppers: size }))
    .filter(({ shoppers }) => shoppers >= LEAST_SHOPPERS)
    .sort((a, b) => b.shoppers - a.shoppers || (a.text < b.text ? -1 : 1));
  const byKey = new Map<string, ChosenQuery>();
  for (const query of enough) {
    const key = phraseKey(query.text);
    if (!byKey.has(key)) byKey.set(key, query);
  }
  return [...byKey.values()].slice(0, MOST);
}

/**
 * A few words without markup, of which one has a letter: a bare number may be anybody's telephone. What looks like an
 * e-mail address or a card was taken out before it was logged; rules may have grown stricter since.
 */
function isShowable(text: string): boolean {
  if (text.length > MOST_UNITS || !/^[\p{L}\p{M}\p{N} .,'’&+/-]+$/u.test(text)) return false;
  const words = text.split(" ");
  return words.length <= MOST_WORDS && /\p{L}{2}/u.test(text) && scrub(text) === text;
}
