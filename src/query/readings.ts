import type { Vocabulary } from "../domain/vocabulary.ts";
import type { QueryContext } from "./context.ts";
import { corrections } from "./typos.ts";
import { worth, type Reading } from "./weights.ts";

/** A word as it was typed, analysed. */
export interface TypedWord {
  readonly term: string;
  /** Where it stands in the query, in UTF-16 units, end excluded. */
  readonly start: number;
  readonly end: number;
  /** Inside quotes: it means itself and nothing else. */
  readonly quoted: boolean;
  /** The last word of the query, with nothing after it. */
  readonly last: boolean;
}

/** What a word may stand for, by itself. */
export interface WordReadings {
  readonly readings: readonly Reading[];
  /** The word it was meant to be, when it looks misspelt; else null. */
  readonly corrected: string | null;
}

/** Exact, stems, completions and corrections of one word. Compounds and synonyms need its neighbours: see there. */
export function readWord(
  word: TypedWord,
  before: string | null,
  after: string | null,
  context: QueryContext,
): WordReadings {
  const { vocabulary } = context;
  const exact: Reading = { terms: [word.term], kind: "exact", worth: worth.exact };
  if (word.quoted) return { readings: [exact], corrected: null };

  const known = vocabulary.frequency(word.term) > 0;
  const forms = formsOf(word.term, context).map((term): Reading => ({
    terms: [term],
    kind: "stem",
    worth: worth.stem,
  }));
  const completed = word.last && (context.typing || !known) ? completions(word.term, vocabulary) : [];
  // A form nobody wrote is no misspelling when its stem is known, nor is half a word.
  const right = forms.length > 0 || completed.length > 0;
  const misspelt = right ? [] : corrections(word.term, before, after, vocabulary);
  const typos = misspelt.flatMap(({ term, edits, behind }): readonly Reading[] => {
    const best = known ? worth.typo : worth.correction[edits === 1 ? 1 : 2];
    const value = best * Math.exp(-behind / 4);
    const stems = formsOf(term, context).map((form) => typo(form, value * worth.stem));
    return [typo(term, value), ...stems];
  });
  return { readings: [exact, ...forms, ...completed, ...typos], corrected: misspelt[0]?.term ?? null };
}

/** Known terms with the same stem, the term itself left out. */
export function formsOf(term: string, { vocabulary, stem }: QueryContext): readonly string[] {
  if (/\p{Nd}/u.test(term)) return [];
  return vocabulary
    .withStem(stem(term))
    .filter((form) => form.term !== term)
    .slice(0, maxForms)
    .map((form) => form.term);
}

const maxForms = 5;
const minPrefix = 2;
const maxCompletions = 4;

/** The most frequent terms that the word may be the beginning of. A number is never half a number. */
function completions(prefix: string, vocabulary: Vocabulary): readonly Reading[] {
  if (prefix.length < minPrefix || /^\p{Nd}+$/u.test(prefix)) return [];
  const found = vocabulary.withPrefix(prefix, maxCompletions + 1).filter(({ term }) => term !== prefix);
  return found.slice(0, maxCompletions).map(({ term }) => ({ terms: [term], kind: "prefix", worth: worth.prefix }));
}

const typo = (term: string, value: number): Reading => ({ terms: [term], kind: "typo", worth: value });
