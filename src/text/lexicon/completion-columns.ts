import type { Columns } from "../../domain/columns.ts";
import type { Completion } from "../../domain/vocabulary.ts";
import { blockMaxima } from "./best-first.ts";
import { foldPhrase } from "./fold-phrase.ts";
import { packedColumns, packStrings } from "./packed-strings.ts";

const KINDS = ["query", "brand", "category"] as const;

/** A match of a phrase's first word is worth this many of one further in. */
const FIRST_WORD_WORTH = 4;

export interface WeighedCompletion extends Completion {
  /** What its count is multiplied by to rank it; 1 unless given. */
  readonly worth?: number;
}

/** Columns of completions: of those with the same folded words only the first is kept. */
export function completionColumns(completions: readonly WeighedCompletion[]): Columns {
  const byKind = KINDS.map((kind) => entriesOf(completions.filter((completion) => completion.kind === kind)));
  const words = [...new Set(byKind.flatMap((entries) => entries.flatMap((entry) => entry.words)))].sort();
  const numbers = new Map(words.map((word, index) => [word, index + 1]));
  const columns: Record<string, Columns[string]> = {
    ...packedColumns("word", packStrings(words)),
    "word.shared": sharedLengths(words),
  };
  KINDS.forEach((kind, at) => Object.assign(columns, kindColumns(kind, byKind[at]!, numbers)));
  return columns;
}

interface Entry {
  readonly words: readonly string[];
  /** Empty when it reads as its words do. */
  readonly shown: string;
  readonly count: number;
  readonly worth: number;
}

function entriesOf(completions: readonly WeighedCompletion[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { text, count, worth = 1 } of completions) {
    const key = foldPhrase(text);
    if (key !== "" && !entries.has(key))
      entries.set(key, { words: key.split(" "), shown: text === key ? "" : text, count, worth });
  }
  return [...entries.keys()].sort().map((key) => entries.get(key)!);
}

/**
 * Phrases as word numbers (from 1), each ended by a 0, and `suffixes`: every place where a word starts, sorted by the
 * words from there on, so that phrases that have words in this order somewhere are one range.
 */
function kindColumns(kind: string, entries: readonly Entry[], numbers: ReadonlyMap<string, number>): Columns {
  const size = entries.reduce((sum, entry) => sum + entry.words.length + 1, 0);
  const tokens = shared32(size);
  const starts = shared32(entries.length + 1);
  const counts = shared32(entries.length);
  const entryOf = new Uint32Array(size);
  let at = 0;
  entries.forEach((entry, index) => {
    counts[index] = entry.count;
    entryOf.fill(index, at, at + entry.words.length + 1);
    for (const word of entry.words) tokens[at++] = numbers.get(word)!;
    starts[index + 1] = ++at;
  });
  const suffixes = sortedSuffixes(tokens, size - entries.length, numbers.size);
  const rank = shared32(suffixes.length);
  suffixes.forEach((place, index) => {
    const entry = entryOf[place]!;
    const worth = entries[entry]!.worth * (place === starts[entry] ? FIRST_WORD_WORTH : 1);
    rank[index] = Math.max(1, Math.round(counts[entry]! * worth));
  });
  return {
    [`${kind}.tokens`]: tokens,
    [`${kind}.starts`]: starts,
    [`${kind}.counts`]: counts,
    ...packedColumns(`${kind}.shown`, packStrings(entries.map((entry) => entry.shown))),
    [`${kind}.suffixes`]: suffixes,
    [`${kind}.rank`]: rank,
    [`${kind}.maxima`]: blockMaxima(rank),
  };
}

function sortedSuffixes(tokens: Uint32Array, count: number, words: number): Uint32Array {
  const next = new Uint32Array(words + 2);
  for (const token of tokens) next[token + 1]!++;
  next[1] = 0;
  for (let word = 1; word <= words; word++) next[word + 1]! += next[word]!;
  const bounds = next.slice();
  const suffixes = shared32(count);
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] !== 0) suffixes[next[tokens[at]!]!++] = at;
  }
  for (let word = 1; word <= words; word++) {
    const bucket = suffixes.subarray(bounds[word], bounds[word + 1]);
    if (bucket.length > 1) bucket.sort((a, b) => compareFrom(tokens, a, b));
  }
  return suffixes;
}

function compareFrom(tokens: Uint32Array, a: number, b: number): number {
  for (let i = 1; ; i++) {
    const token = tokens[a + i]!;
    const difference = token - tokens[b + i]!;
    if (difference !== 0) return difference;
    if (token === 0) return a - b;
  }
}

/** How many units each word shares with the one before it, at most 255. */
export function sharedLengths(words: readonly string[]): Uint8Array {
  const lengths = new Uint8Array(new SharedArrayBuffer(words.length));
  for (let i = 1; i < words.length; i++) {
    const before = words[i - 1]!;
    const word = words[i]!;
    let shared = 0;
    while (shared < 255 && shared < before.length && before[shared] === word[shared]) shared++;
    lengths[i] = shared;
  }
  return lengths;
}

function shared32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}
