import type { Columns } from "../../domain/columns.ts";
import type { Completion } from "../../domain/vocabulary.ts";
import { bestFirst } from "./best-first.ts";
import type { BestFirst } from "./best-first.ts";
import { fuzzyWords } from "./fuzzy-words.ts";
import type { WordRange } from "./fuzzy-words.ts";
import { indexOf, packedFrom, prefixRange, stringAt } from "./packed-strings.ts";

/** What was typed, folded and cut into words. */
export interface Typed {
  readonly words: readonly string[];
  /** Which of the words may go on; -1 when all are whole. */
  readonly unfinished: number;
}

/** One kind of one part's completions. */
export interface PhrasePart {
  /** Entries that hold the typed words in this order, `edits` away in all; best first. */
  matches(typed: Typed, edits: number): readonly PhraseMatches[];
  wordsOf(entry: number): readonly string[];
  shownAt(entry: number): string;
  countAt(entry: number): number;
  /** Products of the phrase of exactly these words; 0 when it is none. */
  countOf(words: readonly string[]): number;
}

export interface PhraseMatches {
  /** Yields places in the suffixes. */
  readonly places: BestFirst;
  entryAt(place: number): number;
}

/** So many ways to read what was typed are followed. */
const MAX_STATES = 64;

export function phrasePart(columns: Columns, kind: Completion["kind"]): PhrasePart {
  const words = packedFrom(columns, "word");
  const shared = columns["word.shared"] as Uint8Array;
  const tokens = columns[`${kind}.tokens`] as Uint32Array;
  const starts = columns[`${kind}.starts`] as Uint32Array;
  const counts = columns[`${kind}.counts`] as Uint32Array;
  const suffixes = columns[`${kind}.suffixes`] as Uint32Array;
  const rank = columns[`${kind}.rank`] as Uint32Array;
  const maxima = columns[`${kind}.maxima`] as Uint32Array;
  const shown = packedFrom(columns, `${kind}.shown`);

  const wordsOf = (entry: number): string[] => {
    const found: string[] = [];
    for (let at = starts[entry]!; tokens[at] !== 0; at++) found.push(stringAt(words, tokens[at]! - 1));
    return found;
  };
  const entryAt = (place: number): number => entryHolding(starts, suffixes[place]!);

  return {
    matches(typed, edits) {
      const states = follow(typed, edits, readings(typed, edits), { tokens, suffixes });
      return states.map((state) => ({ places: bestFirst(rank, maxima, state.from, state.to), entryAt }));
    },
    wordsOf,
    shownAt: (entry) => stringAt(shown, entry) || wordsOf(entry).join(" "),
    countAt: (entry) => counts[entry]!,
    countOf(phrase) {
      let state = { from: 0, to: suffixes.length };
      for (const [depth, word] of phrase.entries()) {
        const number = indexOf(words, word);
        if (number < 0) return 0;
        state = narrow({ tokens, suffixes }, state, depth, number + 1, number + 2);
      }
      // The phrase itself sorts before its longer namesakes, and among ends of longer phrases it starts an entry.
      for (let place = state.from; place < state.to; place++) {
        const at = suffixes[place]!;
        if (tokens[at + phrase.length] !== 0) return 0;
        if (at === 0 || tokens[at - 1] === 0) return counts[entryAt(place)]!;
      }
      return 0;
    },
  };

  /** For each typed word the ranges of words it may mean. */
  function readings(typed: Typed, edits: number): (readonly WordRange[])[] {
    return typed.words.map((word, at) => {
      const asPrefix = at === typed.unfinished;
      const exact = asPrefix ? prefixRange(words, word) : exactRange(indexOf(words, word));
      const ranges = at === typed.words.length - 1 ? whole(exact) : oneByOne(exact);
      const allowed = Math.min(edits, allowedEdits(word));
      return allowed === 0 ? ranges : [...ranges, ...fuzzyWords(words, shared, word, allowed, asPrefix)];
    });
  }
}

/** Typos forgiven in a word. */
function allowedEdits(word: string): number {
  return word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
}

interface Suffixes {
  readonly tokens: Uint32Array;
  readonly suffixes: Uint32Array;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

interface State extends Range {
  readonly edits: number;
}

/** Reads word after word, keeping the ranges of suffixes that hold them; those of exactly `edits` edits remain. */
function follow(
  typed: Typed,
  edits: number,
  readings: readonly (readonly WordRange[])[],
  index: Suffixes,
): readonly State[] {
  let states: State[] = [{ from: 0, to: index.suffixes.length, edits: 0 }];
  readings.forEach((ranges, depth) => {
    const next: State[] = [];
    for (const state of states) {
      for (const range of ranges) {
        if (state.edits + range.edits > edits) continue;
        const narrowed = narrow(index, state, depth, range.from + 1, range.to + 1);
        if (narrowed.from < narrowed.to) next.push({ ...narrowed, edits: state.edits + range.edits });
      }
    }
    next.sort((a, b) => a.edits - b.edits || b.to - b.from - (a.to - a.from));
    states = next.slice(0, MAX_STATES);
  });
  return states.filter((state) => state.edits === edits);
}

/** Of suffixes that agree in their first `depth` words, those whose next word is in [low, high). */
function narrow(index: Suffixes, range: Range, depth: number, low: number, high: number): Range {
  return { from: firstAtLeast(index, range, depth, low), to: firstAtLeast(index, range, depth, high) };
}

function firstAtLeast({ tokens, suffixes }: Suffixes, range: Range, depth: number, word: number): number {
  let low = range.from;
  let high = range.to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tokens[suffixes[middle]! + depth]! < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

function entryHolding(starts: Uint32Array, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

function whole([from, to]: readonly [number, number]): WordRange[] {
  return from < to ? [{ from, to, edits: 0 }] : [];
}

/** Suffixes are sorted by their next word only where they agree in the words before it. */
function oneByOne([from, to]: readonly [number, number]): WordRange[] {
  return Array.from({ length: Math.min(to - from, MAX_STATES) }, (_, at) => ({
    from: from + at,
    to: from + at + 1,
    edits: 0,
  }));
}

function exactRange(word: number): readonly [number, number] {
  return word < 0 ? [0, 0] : [word, word + 1];
}
