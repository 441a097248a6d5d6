import { NumberList } from "./number-list.ts";
import { PairTable } from "./pair-table.ts";
import { PhraseLevel } from "./phrase-level.ts";
import { singular } from "./singular.ts";
import { attributeWords } from "./attribute-words.ts";
import { CODE, NUMBER, WORD } from "./title-words.ts";
import { IS_VALUE, type Titles } from "./titles.ts";

export interface Phrase {
  /** As shown, in lower case. */
  readonly text: string;
  /** Groups of products whose title holds it. */
  readonly count: number;
  /** Numbers of its words. */
  readonly words: readonly number[];
  /** Share of its places where it stops, 0 to 1. */
  readonly endShare: number;
}

export interface PhraseRules {
  /** Folded. */
  readonly stopWords: ReadonlySet<string>;
  /** Phrases of fewer groups are left out. */
  readonly minCount: number;
}

/** Longest phrase, in words. */
const MAX_WORDS = 4;
/** A phrase that has this share in one longer phrase is a piece of it: `hewlett`. */
const PIECE = 0.8;
/** A phrase that stops in a smaller share of its places is one to go on from: `black wireless`. */
export const STOPS = 0.25;

/** Finds the phrases of 1 to 4 words that titles share and that a shopper could type. */
export function minePhrases(titles: Titles, rules: PhraseRules): Phrase[] {
  const found: Phrase[] = [];
  const isStop = titles.folded.map((word) => word === "" || rules.stopWords.has(word));
  let level = firstLevel(titles);
  for (let words = 1; words <= MAX_WORDS; words++) {
    const next = nextLevel(titles, level, rules.minCount);
    for (let phrase = 1; phrase < level.count.length; phrase++) {
      const count = level.count.at(phrase);
      const endShare = level.endShare(phrase);
      if (count < rules.minCount || level.longerShare(phrase) > PIECE || (words > 1 && endShare < STOPS)) continue;
      const chain = level.chain(phrase);
      if (!isSensible(titles, chain, isStop, count > rules.minCount)) continue;
      found.push({ text: chain.map((id) => titles.words[id]!).join(" "), count, words: chain, endShare });
    }
    level = next;
  }
  return found;
}

function firstLevel(titles: Titles): PhraseLevel {
  const level = new PhraseLevel(1, titles.length, (phrase) => [phrase]);
  fill(titles, level, (place) => titles.wordAt(place));
  return level;
}

/** Phrases one word longer, of which both halves are frequent enough (apriori: no others can be). */
function nextLevel(titles: Titles, level: PhraseLevel, minCount: number): PhraseLevel {
  const table = new PairTable();
  const firsts = new NumberList();
  const lasts = new NumberList();
  table.number(0, 0);
  firsts.push(0);
  lasts.push(0);
  const { phraseAt, count } = level;
  const chain = (phrase: number): readonly number[] => [...level.chain(firsts.at(phrase)), lasts.at(phrase)];
  const next = new PhraseLevel(level.words + 1, titles.length, chain);
  fill(titles, next, (place) => {
    const first = phraseAt[place]!;
    const second = phraseAt[place + 1] ?? 0;
    if (first === 0 || second === 0 || count.at(first) < minCount || count.at(second) < minCount) return 0;
    const phrase = table.number(first, second);
    if (phrase === firsts.length) {
      firsts.push(first);
      lasts.push(titles.wordAt(place + level.words));
    }
    return phrase;
  });
  for (let place = 0; place < phraseAt.length; place++) {
    const phrase = next.phraseAt[place]!;
    if (phrase === 0) continue;
    level.seeLonger(phraseAt[place]!, next.count.at(phrase));
    level.seeLonger(phraseAt[place + 1]!, next.count.at(phrase));
  }
  return next;
}

/** Numbers the phrase at each place and counts it once a group (variants of a group come one after the other). */
function fill(titles: Titles, level: PhraseLevel, phraseOf: (place: number) => number): void {
  let place = 0;
  for (let title = 0; title < titles.count; title++) {
    const end = titles.endOf(title);
    const group = titles.groupOf(title);
    for (; place < end; place++) {
      const phrase = phraseOf(place);
      level.phraseAt[place] = phrase;
      if (phrase !== 0) level.see(phrase, group, mayStopBefore(titles, place + level.words));
    }
  }
}

/** True where a phrase may well stop: after a word that is no mere attribute, before a break, a number, a model or an attribute. */
function mayStopBefore(titles: Titles, place: number): boolean {
  if (titles.isMarked(place - 1, IS_VALUE)) return false;
  return titles.classes[titles.wordAt(place)] !== WORD || titles.isMarked(place, IS_VALUE);
}

function isSensible(titles: Titles, chain: readonly number[], isStop: readonly boolean[], frequent: boolean): boolean {
  const { words, classes } = titles;
  const first = chain[0]!;
  const last = chain.at(-1)!;
  if (isStop[first] || isStop[last] || classes[first] === NUMBER || attributeWords.has(titles.folded[last]!))
    return false;
  if (chain.length === 1) return words[first]!.length > 2 && classes[first] === WORD;
  if (words[first]!.length < 2 || (words[last]!.length < 2 && classes[last] === WORD)) return false;
  if (classes[last] === CODE && !frequent) return false;
  if (new Set(chain.map((id) => singular(titles.folded[id]!))).size < chain.length) return false;
  return chain.some((id) => classes[id] === WORD && !isStop[id] && words[id]!.length > 1);
}
