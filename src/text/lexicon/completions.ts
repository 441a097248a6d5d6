import type { Completion, Completions } from "../../domain/vocabulary.ts";
import { foldPhrase } from "./fold-phrase.ts";
import { otherReadings } from "./other-readings.ts";
import type { PhrasePart, Typed } from "./phrase-part.ts";
import { singular } from "./singular.ts";

/** Completions with typos are added when there are fewer without. */
const ENOUGH = 3;
const MAX_EDITS = 2;
const ABOUT_AS_MANY = 0.8;
/** Before anything is typed a single word (`black`) is worth so much less than a phrase that says what it is. */
const SINGLE_WORD_WORTH = 0.15;

/** Reads the completions of several parts as those of one: counts add up. */
export function openCompletions(
  partsOf: Readonly<Record<Completion["kind"], readonly PhrasePart[]>>,
  documents: number,
): Completions {
  return {
    complete(typed, kind, limit) {
      const words = foldPhrase(typed)
        .split(" ")
        .filter((word) => word !== "");
      const last = words.length - 1;
      const asTyped = { words, unfinished: last };
      const found = new Found(partsOf[kind], kind, kind === "query" ? leastCount(documents) : 1);
      if (/[\s\p{Z}]$/u.test(typed)) found.collect([{ words, unfinished: -1 }], 0, limit);
      if (found.kept.length === 0) found.collect([asTyped], 0, limit);
      if (found.kept.length === 0) found.collect(otherReadings(words), 0, limit);
      for (let edits = 1; edits <= MAX_EDITS && found.kept.length < Math.min(limit, ENOUGH); edits++) {
        found.collect([asTyped], edits, limit);
      }
      return found.kept;
    },
  };
}

/** A query that fewer products share is not worth showing. */
export function leastCount(documents: number): number {
  return documents <= 1000 ? 1 : 2;
}

class Found {
  readonly kept: Completion[] = [];
  private readonly looks: Look[] = [];
  private readonly parts: readonly PhrasePart[];
  private readonly kind: Completion["kind"];
  private readonly least: number;

  constructor(parts: readonly PhrasePart[], kind: Completion["kind"], least: number) {
    this.parts = parts;
    this.kind = kind;
    this.least = least;
  }

  /** Adds the best matches with this many edits, as far as there is room for them. */
  collect(readings: readonly Typed[], edits: number, limit: number): void {
    const candidates = new Map<string, Candidate>();
    for (const typed of readings) {
      const wanted = (typed.words.length === 0 ? 10 : 3) * limit + 10;
      for (const part of this.parts) this.readPart(part, typed, edits, wanted, candidates);
    }
    const ranked = [...candidates.values()].sort((a, b) => b.worth - a.worth || (a.text < b.text ? -1 : 1));
    for (const { text, words, count } of ranked) {
      if (this.kept.length >= limit) return;
      const look = { words: new Set(words.map(singular)), count };
      if (count < this.least || this.looks.some((other) => looksAlike(look, other))) continue;
      this.looks.push(look);
      this.kept.push({ text, kind: this.kind, count });
    }
  }

  private readPart(
    part: PhrasePart,
    typed: Typed,
    edits: number,
    wanted: number,
    candidates: Map<string, Candidate>,
  ): void {
    const lists = [...part.matches(typed, edits)];
    const seen = new Set<number>();
    while (seen.size < wanted) {
      let best = -1;
      let list: (typeof lists)[number] | undefined;
      for (const each of lists) {
        if (each.places.peek() > best) {
          best = each.places.peek();
          list = each;
        }
      }
      if (list === undefined) return;
      const entry = list.entryAt(list.places.next());
      if (seen.has(entry)) continue;
      seen.add(entry);
      const words = part.wordsOf(entry);
      const key = words.join(" ");
      if (candidates.has(key)) continue;
      const own = part.countAt(entry);
      const vague = typed.words.length === 0 && words.length === 1 && this.kind === "query";
      const count = this.parts.reduce((sum, other) => sum + (other === part ? own : other.countOf(words)), 0);
      candidates.set(key, {
        text: part.shownAt(entry),
        words,
        count,
        worth: (best / own) * count * (vague ? SINGLE_WORD_WORTH : 1),
      });
    }
  }
}

interface Look {
  readonly words: ReadonlySet<string>;
  readonly count: number;
}

/** True when one says no more than the other: the same words, or some of them for about as many products. */
function looksAlike(a: Look, b: Look): boolean {
  const [fewer, more] = a.words.size <= b.words.size ? [a, b] : [b, a];
  for (const word of fewer.words) if (!more.words.has(word)) return false;
  return fewer.words.size === more.words.size || fewer.count * ABOUT_AS_MANY <= more.count;
}

interface Candidate {
  readonly text: string;
  readonly words: readonly string[];
  readonly count: number;
  readonly worth: number;
}
