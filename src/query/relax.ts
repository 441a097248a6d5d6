import type { QueryTree, QueryWord } from "../domain/query-tree.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";

export interface Relaxation {
  /** The same query; what was dropped scores but need not match. */
  readonly tree: QueryTree;
  /** As typed, in the order of the query. */
  readonly dropped: readonly string[];
}

/**
 * How a query that finds too little may ask for less, at most two steps, the smaller first: without the words nobody
 * wrote and the least telling one, then with only the head (and in a long query the most telling other word).
 * The head, what a phrase is about, is never dropped while another word can be: "purple laptop" becomes "laptop",
 * "brother tn-2110 toner" becomes "toner".
 */
export function relaxations(tree: QueryTree, vocabulary: Vocabulary): readonly Relaxation[] {
  const needed = tree.words.map((_, i) => i).filter((i) => tree.words[i]!.required);
  const known = needed.filter((i) => frequency(tree.words[i]!, vocabulary) > 0);
  if (needed.length < 2 || known.length === 0) return [];
  const head = headOf(tree, known);
  // Least telling last: rare words tell more.
  const telling = known
    .filter((i) => i !== head)
    .sort((a, b) => frequency(tree.words[a]!, vocabulary) - frequency(tree.words[b]!, vocabulary) || a - b);

  const fewer = known.length < needed.length ? telling : telling.slice(0, -1);
  const fewest = telling.slice(0, needed.length > 3 ? 1 : 0);
  const steps = [fewer, fewest].map((kept) => without(tree, new Set([head, ...kept])));
  return steps.filter(({ dropped }, i) => dropped.length > (i === 0 ? 0 : steps[0]!.dropped.length));
}

/** Products that hold the most common of its readings. */
function frequency(word: QueryWord, vocabulary: Vocabulary): number {
  let most = 0;
  for (const { terms } of word.alternatives)
    most = Math.max(most, Math.min(...terms.map((term) => vocabulary.frequency(term))));
  return most;
}

/** The last known word without digits, before the first preposition: "case" of "leather case for iphone 7". */
function headOf({ words }: QueryTree, known: readonly number[]): number {
  const preposition = words.findIndex(({ text }, i) => prepositions.has(text) && known.some((word) => word < i));
  const before = preposition < 0 ? known : known.filter((i) => i < preposition);
  const nouns = before.filter((i) => !/\p{Nd}/u.test(words[i]!.text));
  return nouns.at(-1) ?? before.at(-1)!;
}

const prepositions: ReadonlySet<string> = new Set(
  // English, German, French, Spanish, Italian, Dutch.
  "for with without from of in on fur mit ohne von aus pour avec sans de para con sin di per senza voor met zonder van".split(
    " ",
  ),
);

function without(tree: QueryTree, kept: ReadonlySet<number>): Relaxation {
  const dropped = tree.words.filter(({ required }, i) => required && !kept.has(i)).map(({ text }) => text);
  const words = tree.words.map((word, i) => (word.required && !kept.has(i) ? { ...word, required: false } : word));
  return { tree: { ...tree, words }, dropped };
}
