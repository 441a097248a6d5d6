import { NumberList } from "./number-list.ts";
import { PairTable } from "./pair-table.ts";
import { CODE, MEASURE, NUMBER, titleWords, WORD } from "./title-words.ts";
import type { WordClass } from "./title-words.ts";

export interface Phrase {
  /** As shown, in lower case. */
  readonly text: string;
  /** Groups of products whose title holds it. */
  readonly count: number;
}

export interface PhraseRules {
  /** Folded. */
  readonly stopWords: ReadonlySet<string>;
  /** Phrases of fewer groups are left out. */
  readonly minCount: number;
}

/** Longest phrase, in words. */
const MAX_WORDS = 4;
const BREAK = 0;

/** Collects titles; then finds the phrases of 1 to 4 words that many of them share. */
export class PhraseCounter {
  private readonly ids = new Map<string, number>();
  private readonly words: string[] = [""];
  private readonly classes: WordClass[] = [MEASURE];
  /** Word numbers of all titles, end to end; 0 is a break. */
  private readonly positions = new NumberList();
  /** The group of each title and where the title ends. */
  private readonly groups = new NumberList();
  private readonly ends = new NumberList();

  add(titles: readonly string[], group: string): void {
    for (const title of titles) {
      for (const word of titleWords(title)) {
        if (word.breaks) this.positions.push(BREAK);
        this.positions.push(word.class === MEASURE ? BREAK : this.idOf(word.text, word.class));
      }
      this.positions.push(BREAK);
    }
    this.ends.push(this.positions.length);
    this.groups.push(hash(group));
  }

  phrases(rules: PhraseRules): Phrase[] {
    const found: Phrase[] = [];
    const stops = this.words.map((word) => word === "&" || rules.stopWords.has(word));
    let level = this.firstLevel();
    for (let words = 1; words <= MAX_WORDS; words++) {
      const next = this.nextLevel(level, rules.minCount);
      for (let gram = 1; gram < level.count.length; gram++) {
        const count = level.count.at(gram);
        if (count < rules.minCount) continue;
        const chain = level.chain(gram);
        if (!this.isSensible(chain, stops) || isFragment(level, next, gram, words)) continue;
        found.push({ text: chain.map((id) => this.words[id]!).join(" "), count });
      }
      level = next;
    }
    return found;
  }

  private idOf(text: string, wordClass: WordClass): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.words.length;
      this.ids.set(text, id);
      this.words.push(text);
      this.classes.push(wordClass);
    }
    return id;
  }

  private firstLevel(): Level {
    const level = new Level((gram) => [gram], this.words.length);
    this.fill(level, (at) => this.positions.at(at));
    return level;
  }

  /** Phrases one word longer than `level`'s, of which both halves are frequent enough (apriori: no others can be). */
  private nextLevel(level: Level, minCount: number): Level {
    const table = new PairTable();
    table.number(0, 0);
    const prefixes = new NumberList();
    const lasts = new NumberList();
    prefixes.push(0);
    lasts.push(0);
    const next = new Level((gram) => [...level.chain(prefixes.at(gram)), lasts.at(gram)], 1);
    next.words = level.words + 1;
    const { gramAt } = level;
    this.fill(next, (at) => {
      const prefix = gramAt[at]!;
      const suffix = gramAt[at + 1] ?? 0;
      if (prefix === 0 || suffix === 0) return 0;
      if (level.count.at(prefix) < minCount || level.count.at(suffix) < minCount) return 0;
      const gram = table.number(prefix, suffix);
      if (gram === prefixes.length) {
        prefixes.push(prefix);
        lasts.push(this.positions.at(at + level.words));
      }
      return gram;
    });
    for (let at = 0; at < gramAt.length; at++) {
      const gram = next.gramAt[at]!;
      if (gram === 0) continue;
      const count = next.count.at(gram);
      level.longest(gramAt[at]!, count, gramAt[at + 1]!);
    }
    return next;
  }

  /** Numbers the phrase at each position and counts it once a group (variants of a group come one after the other). */
  private fill(level: Level, gramOf: (at: number) => number): void {
    level.gramAt = new Uint32Array(this.positions.length);
    let at = 0;
    for (let title = 0; title < this.ends.length; title++) {
      const end = this.ends.at(title);
      const group = this.groups.at(title);
      for (; at < end; at++) {
        const gram = gramOf(at);
        level.gramAt[at] = gram;
        if (gram !== 0) level.see(gram, group, this.isEnd(at + level.words));
      }
    }
  }

  /** True where a phrase may well stop: before a break, a number or a model. */
  private isEnd(at: number): boolean {
    const next = at < this.positions.length ? this.positions.at(at) : BREAK;
    return this.classes[next] !== WORD;
  }

  private isSensible(chain: readonly number[], stops: readonly boolean[]): boolean {
    const first = chain[0]!;
    const last = chain.at(-1)!;
    if (stops[first] || stops[last] || this.classes[first] === NUMBER) return false;
    if (chain.length === 1) return this.words[first]!.length > 2 && this.classes[first] !== CODE;
    return chain.some((id) => this.classes[id] === WORD && !stops[id] && this.words[id]!.length > 1);
  }
}

/** All phrases of one length. Phrase 0 is none. */
class Level {
  words = 1;
  gramAt: Uint32Array = new Uint32Array(0);
  readonly count = new NumberList();
  readonly chain: (gram: number) => readonly number[];
  private readonly lastGroup = new NumberList();
  private readonly seen = new NumberList();
  private readonly ended = new NumberList();
  private readonly maxRight: number[] = [];
  private readonly maxLeft: number[] = [];

  constructor(chain: (gram: number) => readonly number[], size: number) {
    this.chain = chain;
    this.reserve(size);
  }

  see(gram: number, group: number, atEnd: boolean): void {
    this.reserve(gram + 1);
    this.seen.add(gram, 1);
    if (atEnd) this.ended.add(gram, 1);
    if (this.lastGroup.at(gram) === group) return;
    this.lastGroup.set(gram, group);
    this.count.add(gram, 1);
  }

  /** Notes a longer phrase: `left` with a word after it, `right` with a word before it. */
  longest(left: number, count: number, right: number): void {
    this.maxRight[left] = Math.max(this.maxRight[left] ?? 0, count);
    this.maxLeft[right] = Math.max(this.maxLeft[right] ?? 0, count);
  }

  /** Share of places where a phrase may stop after it, 0 to 1. */
  endShare(gram: number): number {
    return this.ended.at(gram) / this.seen.at(gram);
  }

  /** The largest share of it that one longer phrase has, 0 to 1. */
  swallowed(gram: number): number {
    return Math.max(this.maxRight[gram] ?? 0, this.maxLeft[gram] ?? 0) / this.count.at(gram);
  }

  private reserve(size: number): void {
    while (this.count.length < size) {
      this.count.push(0);
      this.lastGroup.push(-1);
      this.seen.push(0);
      this.ended.push(0);
    }
  }
}

/** A phrase that goes on, nearly wherever it stands: `hewlett`, `black wireless`. */
function isFragment(level: Level, _next: Level, gram: number, words: number): boolean {
  if (level.swallowed(gram) > 0.8) return true;
  return words > 1 && level.endShare(gram) < 0.25;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
