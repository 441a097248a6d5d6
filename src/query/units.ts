import type { QueryTree, QueryWord } from "../domain/query-tree.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";

/** Required words of a query that stand or fall together: a number with its unit, "lap top" that may be one word. */
export interface Unit {
  /** Places in the tree's words. */
  readonly places: readonly number[];
  /** True when it holds a number or a code's digits alone: "16 gb", "2110". It never is what a query is about. */
  readonly numeric: boolean;
  /** After the first preposition: "iphone 7" of "case for iphone 7". */
  readonly aside: boolean;
  /** Products that hold the most common readings of its rarest word. */
  readonly frequency: number;
}

export function unitsOf({ words }: QueryTree, vocabulary: Vocabulary): readonly Unit[] {
  const grouped: number[][] = [];
  for (const [i, word] of words.entries()) {
    if (!word.required) continue;
    const last = grouped.at(-1);
    const before = words[i - 1];
    if (last?.at(-1) === i - 1 && before !== undefined && (mayBeOne(before, word) || isMeasure(before, word)))
      last.push(i);
    else grouped.push([i]);
  }
  const preposition = words.findIndex(({ text }, i) => i > (grouped[0]?.[0] ?? 0) && prepositions.has(text));
  return grouped.map((places) => ({
    places,
    aside: preposition >= 0 && places[0]! > preposition,
    numeric: places.some((i) => isNumber(words[i]!)),
    frequency: Math.min(...places.map((i) => frequency(words[i]!, vocabulary))),
  }));
}

/**
 * What the query is about: the last word before the first preposition that names a category, "headphones" of
 * "headphones sony", "laptop" of "laptop i7 red"; else the last word of three letters or more, "case" of "leather case for
 * iphone 7". Null when there are only numbers and codes.
 */
export function headOf({ words }: QueryTree, units: readonly Unit[], isCategory: (unit: Unit) => boolean): Unit | null {
  const names = units.filter(
    ({ numeric, aside, places }) => !numeric && !aside && !measureNames.has(words[places[0]!]!.text),
  );
  const category = names.findLast((unit) => unit.frequency > 0 && isCategory(unit));
  return category ?? names.findLast(({ places }) => places.every((i) => isNoun(words[i]!))) ?? null;
}

/** Whether the name holds for a word of the unit or what it may stand for: "hoover" is a vacuum cleaner. */
export function isNamed({ words }: QueryTree, { places }: Unit, is: (word: string) => boolean): boolean {
  return places.some((i) => {
    const { text, alternatives } = words[i]!;
    const others = alternatives.filter(({ kind }) => kind === "typo" || kind === "synonym" || kind === "compound");
    return is(text) || others.some(({ terms }) => is(terms.at(-1)!));
  });
}

/** What the shop calls its brands and categories; asked of analysed words. */
export interface Names {
  readonly isBrand: (word: string) => boolean;
  /** Of the last word of a category's name: "chairs" of "Garden chairs". */
  readonly isCategory: (word: string) => boolean;
}

/** Numbers with their units that titles hold side by side: "16 gb", which a 16-inch laptop with 8 GB is not. */
export function measuresOf({ words }: QueryTree, vocabulary: Vocabulary): readonly (readonly string[])[] {
  return words.slice(1).flatMap((word, i) => {
    const before = words[i]!;
    return isMeasure(before, word) && vocabulary.pairFrequency(before.text, word.text) > 0
      ? [[before.text, word.text]]
      : [];
  });
}

const isNoun = ({ text }: QueryWord): boolean => /^\P{Nd}{3,}$/u.test(text);

const isNumber = ({ text }: QueryWord): boolean => /^[\d.]+$/u.test(text);

/** A number and its unit, as the analyzer writes units. */
const isMeasure = (first: QueryWord, second: QueryWord): boolean => isNumber(first) && measures.has(second.text);

const measures: ReadonlySet<string> = new Set(
  (
    "inch ft mm cm dm km m ml cl dl l mg kg g lb oz kb mb gb tb hz khz mhz ghz kw w kwh wh v mah ah mp rpm dpi fps psi lm " +
    "db btu pcs pack"
  ).split(" "),
);

/** They say that a number follows: what is asked for stands before. */
const measureNames: ReadonlySet<string> = new Set("size pack set".split(" "));

const mayBeOne = (first: QueryWord, second: QueryWord): boolean =>
  second.alternatives.some(({ kind, terms }) => kind === "compound" && terms.join(" ") === first.text + second.text);

/** Products that hold the most common of its readings. */
function frequency(word: QueryWord, vocabulary: Vocabulary): number {
  let most = 0;
  for (const { terms } of word.alternatives)
    most = Math.max(most, Math.min(...terms.map((term) => vocabulary.frequency(term))));
  return most;
}

const prepositions: ReadonlySet<string> = new Set(
  // English, German, French, Spanish, Italian, Dutch.
  "for with without from of in on fur mit ohne von aus pour avec sans de para con sin di per senza voor met zonder van".split(
    " ",
  ),
);
