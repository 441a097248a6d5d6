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
 * wrote or else the least telling one, then with only the head and what is known to go with it. What was dropped still
 * scores.
 * The head, what a phrase is about, is never dropped while another word can be: "purple laptop" becomes "laptop",
 * "brother tn-2110 toner" becomes "toner".
 */
export function relaxations(tree: QueryTree, vocabulary: Vocabulary): readonly Relaxation[] {
  const needed = unitsOf(tree);
  const known = needed.filter((unit) => frequencyOf(unit) > 0);
  if (needed.length < 2 || known.length === 0) return [];
  const head = headOf(tree, known);
  const company = companyOf(head, needed);
  // Least telling last: what titles do not hold with the head, and of that what is common.
  const others = known
    .filter((unit) => unit !== head)
    .sort((a, b) => Number(company.includes(b)) - Number(company.includes(a)) || frequencyOf(a) - frequencyOf(b));

  const fewer = known.length < needed.length ? others : others.slice(0, -1);
  const steps = [fewer, company, []].map((kept) => without(tree, new Set([head, ...kept].flat())));
  let most = 0;
  return steps.filter(({ dropped }) => dropped.length > most && (most = dropped.length)).slice(0, maxSteps);

  /** Words right before the head that titles hold there too: "laptop sleeve" of "purple laptop sleeve". */
  function companyOf(unit: Unit, units: readonly Unit[]): readonly Unit[] {
    const before = units[units.indexOf(unit) - 1];
    if (before === undefined) return [];
    const [first, second] = [tree.words[before.at(-1)!]!, tree.words[unit[0]!]!];
    const together = vocabulary.pairFrequency(meant(first, vocabulary), meant(second, vocabulary));
    return together === 0 ? [] : [...companyOf(before, units), before];
  }

  function frequencyOf(unit: Unit): number {
    return Math.min(...unit.map((i) => frequency(tree.words[i]!, vocabulary)));
  }
}

const maxSteps = 2;

/** Places of required words that stand or fall together: "lap top" may be one word. */
type Unit = readonly number[];

function unitsOf({ words }: QueryTree): readonly Unit[] {
  const units: number[][] = [];
  for (const [i, word] of words.entries()) {
    if (!word.required) continue;
    const last = units.at(-1);
    const before = words[i - 1];
    if (last?.at(-1) === i - 1 && before !== undefined && (mayBeOne(before, word) || isMeasure(before, word)))
      last.push(i);
    else units.push([i]);
  }
  return units;
}

/** A number and its unit, as the analyzer writes units. */
const isMeasure = (first: QueryWord, second: QueryWord): boolean =>
  /^[\d.]+$/u.test(first.text) && units.has(second.text);

const units: ReadonlySet<string> = new Set(
  (
    "inch ft mm cm dm km m ml cl dl l mg kg g lb oz kb mb gb tb hz khz mhz ghz kw w kwh wh v mah ah mp rpm dpi fps psi lm " +
    "db btu pcs pack"
  ).split(" "),
);

const mayBeOne = (first: QueryWord, second: QueryWord): boolean =>
  second.alternatives.some(({ kind, terms }) => kind === "compound" && terms.join(" ") === first.text + second.text);

/** The likeliest term for the word that anybody wrote. */
const meant = ({ text, alternatives }: QueryWord, vocabulary: Vocabulary): string =>
  alternatives.find(({ terms }) => vocabulary.frequency(terms[0]) > 0)?.terms.at(-1) ?? text;

/** Products that hold the most common of its readings. */
function frequency(word: QueryWord, vocabulary: Vocabulary): number {
  let most = 0;
  for (const { terms } of word.alternatives)
    most = Math.max(most, Math.min(...terms.map((term) => vocabulary.frequency(term))));
  return most;
}

/** The last known word of three letters or more, before the first preposition: "case" of "leather case for iphone 7". */
function headOf({ words }: QueryTree, known: readonly Unit[]): Unit {
  const preposition = words.findIndex(({ text }, i) => prepositions.has(text) && known.some((unit) => unit[0]! < i));
  const before = preposition < 0 ? known : known.filter((unit) => unit[0]! < preposition);
  const nouns = before.filter((unit) => unit.every((i) => /^\P{Nd}{3,}$/u.test(words[i]!.text)));
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
