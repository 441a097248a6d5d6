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
  const needed = unitsOf(tree);
  const known = needed.filter((unit) => frequencyOf(unit) > 0);
  if (needed.length < 2 || known.length === 0) return [];
  const head = headOf(tree, known);
  // Least telling last: rare words tell more.
  const telling = known.filter((unit) => unit !== head).sort((a, b) => frequencyOf(a) - frequencyOf(b));

  const fewer = known.length < needed.length ? telling : telling.slice(0, -1);
  const fewest = telling.slice(0, needed.length > 3 ? 1 : 0);
  const steps = [fewer, fewest].map((kept) => without(tree, new Set([head, ...kept].flat())));
  return steps.filter(({ dropped }, i) => dropped.length > (i === 0 ? 0 : steps[0]!.dropped.length));

  function frequencyOf(unit: Unit): number {
    return Math.min(...unit.map((i) => frequency(tree.words[i]!, vocabulary)));
  }
}

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

/** Products that hold the most common of its readings. */
function frequency(word: QueryWord, vocabulary: Vocabulary): number {
  let most = 0;
  for (const { terms } of word.alternatives)
    most = Math.max(most, Math.min(...terms.map((term) => vocabulary.frequency(term))));
  return most;
}

/** The last known word without digits, before the first preposition: "case" of "leather case for iphone 7". */
function headOf({ words }: QueryTree, known: readonly Unit[]): Unit {
  const preposition = words.findIndex(({ text }, i) => prepositions.has(text) && known.some((unit) => unit[0]! < i));
  const before = preposition < 0 ? known : known.filter((unit) => unit[0]! < preposition);
  const nouns = before.filter((unit) => unit.every((i) => !/\p{Nd}/u.test(words[i]!.text)));
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
