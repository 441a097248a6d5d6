import type { Alternative, MatchKind } from "../domain/query-tree.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";

/** A reading of a word before frequencies are blended: what it is worth beside the word as typed, in (0, 1]. */
export interface Reading {
  readonly terms: readonly [string, ...string[]];
  readonly kind: MatchKind;
  readonly worth: number;
  /** Absent: it stands in a list that a person wrote, or in none. */
  readonly learned?: true;
}

/**
 * What a match of each kind is worth beside the word as typed. Chosen by hand, then looked at on the training half of
 * Icecat's queries (`winnow eval icecat --tune`); all below 1, so that a literal match wins when all else is equal.
 */
export const worth = {
  exact: 1,
  stem: 0.9,
  compound: 0.85,
  synonym: 0.7,
  prefix: 0.7,
  /** Times the rest: "the" tells products apart where it is rare, but hardly. */
  stopWord: 0.1,
  /** Of what a misspelt word was meant to be, by edits. */
  correction: { 1: 0.9, 2: 0.8 },
  /** Of the misspelt form, where products are misspelt alike. */
  typo: 0.7,
} as const;

/** A word has at most this many alternatives, the heaviest: each costs the engine a posting list. */
const maxAlternatives = 12;
/** However common its other forms are, the word as typed keeps this much of its own idf ("university", "universal"). */
const leastOfOwnIdf = 0.5;

/**
 * Readings → alternatives, best first, with frequencies blended: every alternative scores at most as if it were as
 * common as the word it stands for, so a rare misspelling gains nothing by being rare, and the forms of one word count
 * alike whichever was typed.
 *
 * What is promised: of two texts in the same field that differ in one word only, the one with the word as typed scores no
 * less than the one with an alternative, as long as the field uses both as often as the catalogue does. Frequencies are
 * those of all fields together, so in a field where the word as typed is common and the alternative rare, the alternative
 * may score more; and between fields nothing is promised: a synonym in a title may outrank the word in a description.
 * For misspellings and learned synonyms src/search/rules.ts promises more: they come after literal matches wherever they
 * match.
 *
 * @param open the word may go on: then it is as common as the most common of its completions ("lap" on its way to "laptop")
 */
export function weigh(readings: readonly Reading[], vocabulary: Vocabulary, open = false): readonly Alternative[] {
  const reference = referenceIdf(readings, vocabulary, open);
  const best = new Map<string, Alternative>();
  for (const { terms, kind, worth: value, learned } of readings) {
    let own = 0;
    for (const term of terms) own += idf(vocabulary.frequency(term), vocabulary.documents);
    const weight = value * Math.min(1, reference / own);
    const key = terms.join(" ");
    const known = best.get(key);
    if (known === undefined || known.weight < weight)
      best.set(key, { terms, weight, kind, ...(learned && { learned }) });
  }
  return [...best.values()].sort((a, b) => rank(b) - rank(a)).slice(0, maxAlternatives);
}

/** Lucene's inverse document frequency. */
function idf(frequency: number, documents: number): number {
  return Math.log(1 + (Math.max(documents, frequency) - frequency + 0.5) / (frequency + 0.5));
}

/** The idf that stands for the word: of its most common form if it is known, else of what it was most likely meant to be. */
function referenceIdf(readings: readonly Reading[], vocabulary: Vocabulary, open: boolean): number {
  const most = { exact: 0, stem: 0, typo: 0, prefix: 0, compound: 0, synonym: 0 };
  for (const { terms, kind } of readings) {
    let frequency = Infinity;
    for (const term of terms) frequency = Math.min(frequency, vocabulary.frequency(term));
    // Corrections come likeliest first, the misspelt form after them.
    if (kind !== "typo" || most.typo === 0) most[kind] = Math.max(most[kind], frequency);
  }
  const forms = Math.max(most.exact, most.stem, open ? most.prefix : 0);
  const standing = forms || most.typo || most.prefix || Math.max(most.compound, most.synonym);
  const common = idf(standing, vocabulary.documents);
  return most.exact > 0 && !open ? Math.max(common, leastOfOwnIdf * idf(most.exact, vocabulary.documents)) : common;
}

/**
 * The exact word stays first whatever blending has done to its weight, a learned synonym last: a product that has both
 * counts as matched by the form of the word.
 */
const rank = ({ kind, weight, learned }: Alternative): number =>
  kind === "exact" ? 2 : learned === true ? weight - 1 : weight;
