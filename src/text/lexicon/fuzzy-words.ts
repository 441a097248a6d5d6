import type { PackedStrings } from "./packed-strings.ts";
import { countOf } from "./packed-strings.ts";

/** Words [from, to) of a sorted list, all `edits` away from what was typed. */
export interface WordRange {
  readonly from: number;
  readonly to: number;
  readonly edits: number;
}

/** In shorter words the first letter must be right. */
const FIRST_LETTER_FREE = 6;

/**
 * Words within `maxEdits` (optimal string alignment) of `typed`, or having a prefix that is. The first letter must be
 * right, or in longer words be the second one typed.
 *
 * Reads the sorted words as a trie: what a word shares with the one before it (`shared`) is not compared again, and words
 * that share a prefix too far from `typed` are stepped over.
 */
export function fuzzyWords(
  words: PackedStrings,
  shared: Uint8Array,
  typed: string,
  maxEdits: number,
  asPrefix: boolean,
): WordRange[] {
  const ranges: WordRange[] = [];
  const letters = new Set([typed.charCodeAt(0), typed.charCodeAt(typed.length < FIRST_LETTER_FREE ? 0 : 1)]);
  for (const letter of letters) {
    const from = firstWith(words, letter);
    walk(words, shared, typed, maxEdits, asPrefix, from, firstWith(words, letter + 1), ranges);
  }
  return ranges;
}

function walk(
  words: PackedStrings,
  shared: Uint8Array,
  typed: string,
  maxEdits: number,
  asPrefix: boolean,
  first: number,
  end: number,
  ranges: WordRange[],
): void {
  const { units, starts } = words;
  const width = typed.length;
  const deepest = width + maxEdits;
  const stride = width + 1;
  // Row d: distances of a word's first d units to each prefix of what was typed.
  const rows = new Uint8Array((deepest + 1) * stride);
  for (let j = 0; j <= width; j++) rows[j] = j;
  let valid = 0;
  for (let word = first; word < end;) {
    const from = starts[word]!;
    const length = starts[word + 1]! - from;
    let depth = valid;
    let best = 255;
    let bestDepth = 0;
    let dead = false;
    while (depth < length && depth < deepest) {
      depth++;
      const least = nextRow(rows, stride, depth, units, from, typed);
      if (least > maxEdits) {
        dead = true;
        break;
      }
    }
    valid = depth;
    for (let d = 1; asPrefix && d <= depth; d++) {
      if (rows[d * stride + width]! >= best) continue;
      best = rows[d * stride + width]!;
      bestDepth = d;
    }
    let next = word + 1;
    if (asPrefix && best <= maxEdits) {
      // All words with this prefix are within as many edits; they are found in one step.
      next = skipShared(shared, next, end, bestDepth);
      push(ranges, word, next, best);
    } else if (!asPrefix && !dead && length <= deepest && rows[length * stride + width]! <= maxEdits) {
      push(ranges, word, next, rows[length * stride + width]!);
    } else if (dead) {
      next = skipShared(shared, next, end, depth);
    }
    valid = next < end ? Math.min(valid, commonWith(shared, word + 1, next)) : 0;
    word = next;
  }
}

/** Fills row `depth` and gives its smallest distance. */
function nextRow(
  rows: Uint8Array,
  stride: number,
  depth: number,
  units: Uint16Array,
  from: number,
  typed: string,
): number {
  const row = depth * stride;
  const above = row - stride;
  const unit = units[from + depth - 1]!;
  rows[row] = depth;
  let least = depth;
  for (let j = 1; j < stride; j++) {
    const letter = typed.charCodeAt(j - 1);
    let cost = rows[above + j - 1]! + (letter === unit ? 0 : 1);
    if (rows[above + j]! + 1 < cost) cost = rows[above + j]! + 1;
    if (rows[row + j - 1]! + 1 < cost) cost = rows[row + j - 1]! + 1;
    if (depth > 1 && j > 1 && letter === units[from + depth - 2] && typed.charCodeAt(j - 2) === unit) {
      const swapped = rows[above - stride + j - 2]! + 1;
      if (swapped < cost) cost = swapped;
    }
    rows[row + j] = cost;
    if (cost < least) least = cost;
  }
  return least;
}

function push(ranges: WordRange[], from: number, to: number, edits: number): void {
  ranges.push({ from, to, edits });
}

/** The first word from `at` on that shares fewer than `depth` units with the one before it. */
function skipShared(shared: Uint8Array, at: number, end: number, depth: number): number {
  while (at < end && shared[at]! >= depth) at++;
  return at;
}

/** What word `to` shares with the word before `from`. */
function commonWith(shared: Uint8Array, from: number, to: number): number {
  let least = 255;
  for (let i = from; i <= to; i++) if (shared[i]! < least) least = shared[i]!;
  return least;
}

function firstWith(words: PackedStrings, unit: number): number {
  let low = 0;
  let high = countOf(words);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words.units[words.starts[middle]!]! < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}
