import { NumberList } from "./number-list.ts";

/** All phrases of one length, numbered from 1; 0 is none. */
export class PhraseLevel {
  /** Length in words. */
  readonly words: number;
  /** Groups of products that have the phrase. */
  readonly count = new NumberList();
  /** The phrase that starts at each place of the titles. */
  readonly phraseAt: Uint32Array;
  /** The words of a phrase. */
  readonly chain: (phrase: number) => readonly number[];
  private readonly lastGroup = new NumberList();
  private readonly seen = new NumberList();
  private readonly ended = new NumberList();
  private readonly longest = new NumberList();

  constructor(words: number, places: number, chain: (phrase: number) => readonly number[]) {
    this.words = words;
    this.phraseAt = new Uint32Array(places);
    this.chain = chain;
    this.reserve(1);
  }

  see(phrase: number, group: number, atEnd: boolean): void {
    this.reserve(phrase + 1);
    this.seen.add(phrase, 1);
    if (atEnd) this.ended.add(phrase, 1);
    if (this.lastGroup.at(phrase) === group) return;
    this.lastGroup.set(phrase, group);
    this.count.add(phrase, 1);
  }

  /** Notes that a phrase one word longer, which holds this one, has `count`. */
  seeLonger(phrase: number, count: number): void {
    if (count > this.longest.at(phrase)) this.longest.set(phrase, count);
  }

  /** Share of its places where a phrase may stop after it, 0 to 1. */
  endShare(phrase: number): number {
    return this.ended.at(phrase) / this.seen.at(phrase);
  }

  /** The largest share of it that one longer phrase has, 0 to 1. */
  longerShare(phrase: number): number {
    return this.longest.at(phrase) / this.count.at(phrase);
  }

  private reserve(size: number): void {
    while (this.count.length < size) {
      this.count.push(0);
      this.lastGroup.push(NO_GROUP);
      this.seen.push(0);
      this.ended.push(0);
      this.longest.push(0);
    }
  }
}

const NO_GROUP = 0xffffffff;
