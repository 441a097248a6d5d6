import type { Completion, Completions } from "../../domain/vocabulary.ts";
import { foldPhrase } from "./fold-phrase.ts";
import type { PhrasePart, Typed } from "./phrase-part.ts";
import { singular } from "./singular.ts";

/** Completions with typos are added when there are fewer without. */
const ENOUGH = 3;
const MAX_EDITS = 2;

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
      const finished = words.length > 0 && /[\s\p{Z}]$/u.test(typed);
      const found = new Found(partsOf[kind], kind, kind === "query" ? leastCount(documents) : 1);
      for (let edits = 0; edits <= MAX_EDITS && found.kept.length < Math.min(limit, ENOUGH); edits++) {
        found.collect({ words, finished }, edits, limit);
        if (finished && edits === 0 && found.kept.length === 0) found.collect({ words, finished: false }, 0, limit);
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
  private readonly looks = new Set<string>();
  private readonly parts: readonly PhrasePart[];
  private readonly kind: Completion["kind"];
  private readonly least: number;

  constructor(parts: readonly PhrasePart[], kind: Completion["kind"], least: number) {
    this.parts = parts;
    this.kind = kind;
    this.least = least;
  }

  /** Adds the best matches with this many edits, as far as there is room for them. */
  collect(typed: Typed, edits: number, limit: number): void {
    const candidates = new Map<string, Candidate>();
    for (const part of this.parts) this.readPart(part, typed, edits, 3 * limit + 10, candidates);
    const ranked = [...candidates.values()].sort((a, b) => b.worth - a.worth || (a.text < b.text ? -1 : 1));
    for (const { text, words, count } of ranked) {
      if (this.kept.length >= limit) return;
      const look = words.map(singular).join(" ");
      if (count < this.least || this.looks.has(look)) continue;
      this.looks.add(look);
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
      const count = this.parts.reduce((sum, other) => sum + (other === part ? own : other.countOf(words)), 0);
      candidates.set(key, { text: part.shownAt(entry), words, count, worth: (best / own) * count });
    }
  }
}

interface Candidate {
  readonly text: string;
  readonly words: readonly string[];
  readonly count: number;
  readonly worth: number;
}
