import type { QueryContext } from "./context.ts";
import { soundAlike } from "./slips.ts";
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
  /** Part of a phrase that has synonyms. */
  readonly named?: boolean;
}

/** What a word may stand for, by itself. */
export interface WordReadings {
  readonly readings: readonly Reading[];
  /** The word it was meant to be, when it looks misspelt; else null. */
  readonly corrected: string | null;
}

/**
 * Exact, stems, completions and corrections of one word. Of a word that is corrected, the form as typed is a misspelling
 * too. Compounds and synonyms need its neighbours: see there.
 */
export function readWord(
  word: TypedWord,
  before: string | null,
  after: string | null,
  context: QueryContext,
): WordReadings {
  const { vocabulary } = context;
  const exact: Reading = { terms: [word.term], kind: "exact", worth: worth.exact };
  if (word.quoted) return { readings: [exact], corrected: null };

  const forms = formsOf(word.term, context).map((term): Reading => ({
    terms: [term],
    kind: "stem",
    worth: worth.stem,
  }));
  const completed = word.last ? completions(word.term, before, context) : [];
  // Half a word is no misspelling, nor is what has synonyms, nor a form nobody wrote when its stem is known, unless it
  // sounds like what somebody wrote.
  const right = completed.length > 0 || word.named === true || hasSynonyms(word.term, context);
  const near = right ? [] : corrections(word.term, before, after, vocabulary);
  const isForm = forms.length > 0;
  const known = vocabulary.frequency(word.term) > 0;
  const misspelt = isForm ? near.filter(({ term }) => !known && soundAlike(word.term, term)) : near;
  const typos = misspelt.flatMap(({ term, edits, behind }): readonly Reading[] => {
    const value = worth.correction[edits === 1 ? 1 : 2] * Math.exp(-behind / 4);
    const stems = formsOf(term, context).map((form) => typo(form, value * worth.stem));
    return [typo(term, value), ...stems];
  });
  if (misspelt[0] === undefined) return { readings: [exact, ...forms, ...completed], corrected: null };
  // Somebody made the same slip in a product: what is misspelt there is found as another form of the word that is meant.
  const asTyped = known ? typo(word.term, worth.typo) : exact;
  return { readings: [...typos, ...forms, asTyped], corrected: misspelt[0].term };
}

const hasSynonyms = (term: string, { synonyms, stem }: QueryContext): boolean => synonyms.of(stem(term)).length > 0;

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
const completionsLookedAt = 20;
/** A known word is taken for the beginning of another that is this many times as common. */
const timesAsCommon = 50;

/**
 * The terms that the word may be the beginning of: the most frequent, those first that are known next to the word
 * before. A known word is completed only while it is being typed, or when hardly anyone writes it ("dining ta"). A
 * number is never half a number.
 */
function completions(prefix: string, before: string | null, { vocabulary, typing }: QueryContext): readonly Reading[] {
  if (prefix.length < minPrefix || /^\p{Nd}+$/u.test(prefix)) return [];
  const found = vocabulary.withPrefix(prefix, completionsLookedAt).filter(({ term }) => term !== prefix);
  const frequency = vocabulary.frequency(prefix);
  if (!typing && frequency > 0 && (found[0]?.frequency ?? 0) < timesAsCommon * frequency) return [];
  return found
    .map(({ term, frequency: own }) => {
      const together = before === null ? 0 : vocabulary.pairFrequency(before, term);
      return { term, score: Math.log(own + 1) + Math.min(4, 2 * Math.log(together + 1)) };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, maxCompletions)
    .map(({ term }) => ({ terms: [term], kind: "prefix", worth: worth.prefix }));
}

const typo = (term: string, value: number): Reading => ({ terms: [term], kind: "typo", worth: value });
