import { foldPhrase } from "./fold-phrase.ts";
import { NumberList } from "./number-list.ts";
import { PairTable } from "./pair-table.ts";
import type { Phrase } from "./mine-phrases.ts";
import { singular } from "./singular.ts";
import { WORD } from "./title-words.ts";
import { attributeWords } from "./attribute-words.ts";
import { BREAK, IS_BRAND, IS_VALUE, type Titles } from "./titles.ts";

export interface CombinationRules {
  /** Folded. */
  readonly stopWords: ReadonlySet<string>;
  /** Combinations of fewer groups are left out. */
  readonly minCount: number;
}

/** A thing is named by words after which titles stop in at least this share of their places. */
const NAMES_A_THING = 0.4;
/** Words so far before the thing's name may belong to it: `color` in `Color LaserJet 2600n printer`. */
const WINDOW = 4;
/** A word that is neither brand nor attribute value must stand before the thing's name so much more often. */
const UNMARKED = 3;

/**
 * What things are (`mouse`, `toner cartridge`) with what they are like (`wireless`) or whose they are (`acme`), where
 * titles hold both but not next to each other in the order in which people type them.
 */
export function mineCombinations(titles: Titles, phrases: readonly Phrase[], rules: CombinationRules): Phrase[] {
  const brandWords = new Set(titles.brands.flatMap((brand) => foldPhrase(brand).split(" ")));
  const things = new Things(
    phrases.filter(({ endShare, count, words }) => {
      const last = titles.folded[words.at(-1)!]!;
      if (endShare < NAMES_A_THING || count < rules.minCount || attributeWords.has(last)) return false;
      return titles.classes[words.at(-1)!] === WORD && !words.some((word) => brandWords.has(titles.folded[word]!));
    }),
  );
  // A word that is a piece of a longer phrase wherever it stands (`speed` of `high speed`) is no word to type alone.
  const wholeWords = new Set(phrases.flatMap(({ words }) => (words.length === 1 ? [words[0]!] : [])));
  const counts = new Counts();
  for (let title = 0, place = 0; title < titles.count; place = titles.endOf(title++)) {
    countTitle(titles, title, place, things, wholeWords, rules.stopWords, counts);
  }
  const found: Phrase[] = [];
  counts.forEach((modifier, thing, count, marked) => {
    if (count < rules.minCount * (marked ? 1 : UNMARKED)) return;
    const { words, text } = things.list[thing]!;
    const isBrand = modifier >= titles.words.length;
    if (!isBrand && words.some((word) => singular(titles.folded[word]!) === singular(titles.folded[modifier]!))) return;
    const before = isBrand ? titles.brands[modifier - titles.words.length]! : titles.words[modifier]!;
    found.push({ text: `${before} ${text}`, words: [], count, endShare: 1 });
  });
  return found;
}

function countTitle(
  titles: Titles,
  title: number,
  from: number,
  things: Things,
  wholeWords: ReadonlySet<number>,
  stopWords: ReadonlySet<string>,
  counts: Counts,
): void {
  const group = titles.groupOf(title);
  const brand = titles.brandOf(title);
  const to = titles.endOf(title);
  let values: readonly number[] | undefined;
  for (let place = from; place < to; place++) {
    const word = titles.wordAt(place);
    // What comes after the name and a break tells what it is like or what it comes with, not what it is.
    if (word === BREAK && values !== undefined) return;
    if (titles.isMarked(place, IS_BRAND) || titles.isMarked(place, IS_VALUE)) continue;
    for (const thing of things.endingAt(titles, place)) {
      values ??= valueWords(titles, from, to, stopWords);
      if (brand >= 0) counts.add(titles.words.length + brand, thing, group, true);
      for (const value of values) counts.add(value, thing, group, true);
      const first = place - things.list[thing]!.words.length;
      for (let before = first; before > first - WINDOW && before >= from; before--) {
        const modifier = titles.wordAt(before);
        if (modifier === BREAK) break;
        if (titles.isMarked(before, IS_BRAND) || titles.isMarked(before, IS_VALUE)) continue;
        if (wholeWords.has(modifier)) counts.add(modifier, thing, group, false);
      }
    }
  }
}

function valueWords(titles: Titles, from: number, to: number, stopWords: ReadonlySet<string>): readonly number[] {
  const values: number[] = [];
  for (let place = from; place < to; place++) {
    const word = titles.wordAt(place);
    if (!titles.isMarked(place, IS_VALUE) || stopWords.has(titles.folded[word]!)) continue;
    if (isModifier(titles, word)) values.push(word);
  }
  return values;
}

function isModifier(titles: Titles, word: number): boolean {
  return titles.classes[word] === WORD && !/^.{1,2}$|-.$/u.test(titles.words[word]!);
}

/** Names of things, of one word or two. */
class Things {
  readonly list: readonly Phrase[];
  private readonly single = new Map<number, number>();
  private readonly double = new Map<number, number>();

  constructor(phrases: readonly Phrase[]) {
    this.list = phrases.filter(({ words }) => words.length <= 2);
    this.list.forEach(({ words }, index) => {
      if (words.length === 1) this.single.set(words[0]!, index);
      else this.double.set(pairKey(words[0]!, words[1]!), index);
    });
  }

  /** The names whose last word is at `place`. */
  endingAt(titles: Titles, place: number): readonly number[] {
    const last = titles.wordAt(place);
    const single = this.single.get(last);
    const marked = place === 0 || titles.isMarked(place - 1, IS_BRAND);
    const double = marked ? undefined : this.double.get(pairKey(titles.wordAt(place - 1), last));
    return [single, double].filter((thing) => thing !== undefined);
  }
}

/** Groups of products for each modifier and thing. */
class Counts {
  private readonly table = new PairTable();
  private readonly modifiers = new NumberList();
  private readonly things = new NumberList();
  private readonly counts = new NumberList();
  private readonly lastGroups = new NumberList();
  private readonly marked = new NumberList();

  add(modifier: number, thing: number, group: number, marked: boolean): void {
    const pair = this.table.number(modifier, thing);
    if (pair === this.counts.length) {
      this.modifiers.push(modifier);
      this.things.push(thing);
      this.counts.push(0);
      this.lastGroups.push(NO_GROUP);
      this.marked.push(0);
    }
    if (marked) this.marked.set(pair, 1);
    if (this.lastGroups.at(pair) === group) return;
    this.lastGroups.set(pair, group);
    this.counts.add(pair, 1);
  }

  forEach(visit: (modifier: number, thing: number, count: number, marked: boolean) => void): void {
    for (let pair = 0; pair < this.counts.length; pair++) {
      visit(this.modifiers.at(pair), this.things.at(pair), this.counts.at(pair), this.marked.at(pair) === 1);
    }
  }
}

const NO_GROUP = 0xffffffff;

function pairKey(first: number, second: number): number {
  return first * 2 ** 26 + second;
}
