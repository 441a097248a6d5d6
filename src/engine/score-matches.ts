import { addWordScores } from "./add-scores.ts";
import type { Bits } from "./bits.ts";
import { boundOf } from "./bounds.ts";
import type { WordLists } from "./posting-lists.ts";
import { BLOCK_BITS, candidates, clearSums, sums, touched, WINDOW, WINDOW_BITS } from "./window.ts";

/** Takes the documents that match, in ascending order, with their scores. */
export interface Collector {
  /** Documents with a lower score need not be added. */
  readonly floor: number;
  add(document: number, score: number): void;
}

/** Looking up one candidate in a list costs about as much as reading so many postings. */
const LOOK_UP = 6;
/** What bounds are raised by, so that rounding a sum to float32 cannot pass them. */
const SLACK = 1 + 1e-6;

/**
 * Scores matching documents word by word, a window of documents at a time. A sum of float32 scores in float64 is exact
 * in practice, so the order of additions does not matter and equal documents tie.
 *
 * Once the best are many enough to set a floor, words whose scores together cannot reach it are only looked up for the
 * documents that the other words found (MaxScore: Turtle and Flood 1995), and windows that cannot reach it are skipped.
 */
export function scoreMatches(words: readonly WordLists[], bits: Bits, collector: Collector): void {
  const cursors = words.map(({ lists }) => Uint32Array.from(lists, ({ from }) => from));
  const bounds = new Float64Array(words.length);
  const documents = bits.length * 32;
  const postings = words.reduce((sum, word) => sum + word.postings, 0);
  const postingsPerWindow = (postings * WINDOW) / Math.max(WINDOW, documents);
  for (let start = 0; start < documents; start += WINDOW) {
    const end = Math.min(documents, start + WINDOW);
    const matching = countBits(bits, start >>> 5, end >>> 5);
    if (matching === 0) continue;
    if (matching * words.length * LOOK_UP < postingsPerWindow) {
      const count = listMatching(bits, start, end);
      for (let w = 0; w < words.length; w++) addWordScores(words[w]!.lists, cursors[w]!, start, end, count);
      collectCandidates(start, count, collector);
      for (let c = 0; c < count; c++) sums[candidates[c]!] = 0;
      clearSums();
      continue;
    }
    const { floor } = collector;
    if (floor <= 0) {
      for (let w = 0; w < words.length; w++) addWordScores(words[w]!.lists, cursors[w]!, start, end, -1);
      collectMatching(bits, start, end, collector);
      clearSums();
      continue;
    }
    const order = orderByBound(words, start >>> WINDOW_BITS, bounds);
    let lookedUp = 0;
    let rest = 0;
    while (lookedUp < order.length && (rest + bounds[order[lookedUp]!]!) * SLACK < floor)
      rest += bounds[order[lookedUp++]!]!;
    if (lookedUp === order.length) continue;
    for (let i = lookedUp; i < order.length; i++)
      addWordScores(words[order[i]!]!.lists, cursors[order[i]!]!, start, end, -1);
    let count = listAbove(bits, start, floor / SLACK - rest);
    for (let i = lookedUp - 1; i >= 0; i--) {
      addWordScores(words[order[i]!]!.lists, cursors[order[i]!]!, start, end, count);
      rest -= bounds[order[i]!]!;
      count = keepAbove(count, floor / SLACK - rest);
    }
    collectCandidates(start, count, collector);
    clearSums();
  }
}

/** Words by what they can add in a window at most, the least first. */
function orderByBound(words: readonly WordLists[], window: number, bounds: Float64Array): number[] {
  for (let w = 0; w < words.length; w++) {
    const { lists } = words[w]!;
    let sum = 0;
    for (let i = 0; i < lists.length;) {
      const { field } = lists[i]!;
      let highest = 0;
      for (; i < lists.length && lists[i]!.field === field; i++)
        highest = Math.max(highest, boundOf(lists[i]!, window));
      sum += highest;
    }
    bounds[w] = sum;
  }
  return words.map((_, w) => w).sort((a, b) => bounds[a]! - bounds[b]!);
}

function countBits(bits: Bits, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) {
    let x = bits[i]!;
    if (x === 0) continue;
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    total += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return total;
}

function listMatching(bits: Bits, start: number, end: number): number {
  let count = 0;
  for (let word = start >>> 5; word < end >>> 5; word++) {
    const base = word * 32 - start + 31;
    for (let left = bits[word]!; left !== 0; left &= left - 1) candidates[count++] = base - Math.clz32(left & -left);
  }
  return count;
}

/** Matching documents whose sum is at least `least`, which is above 0. */
function listAbove(bits: Bits, start: number, least: number): number {
  let count = 0;
  for (let block = 0; block < touched.length; block++) {
    if (touched[block] === 0) continue;
    const end = (block + 1) << BLOCK_BITS;
    for (let place = block << BLOCK_BITS; place < end; place++) {
      if (sums[place]! < least) continue;
      if ((bits[(start + place) >>> 5]! >>> (place & 31)) & 1) candidates[count++] = place;
    }
  }
  return count;
}

function keepAbove(count: number, least: number): number {
  let kept = 0;
  for (let c = 0; c < count; c++) if (sums[candidates[c]!]! >= least) candidates[kept++] = candidates[c]!;
  return kept;
}

function collectCandidates(start: number, count: number, collector: Collector): void {
  let { floor } = collector;
  for (let c = 0; c < count; c++) {
    const score = Math.fround(sums[candidates[c]!]!);
    if (score < floor) continue;
    collector.add(start + candidates[c]!, score);
    ({ floor } = collector);
  }
}

function collectMatching(bits: Bits, start: number, end: number, collector: Collector): void {
  let { floor } = collector;
  for (let word = start >>> 5; word < end >>> 5; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1) {
      const document = word * 32 + 31 - Math.clz32(left & -left);
      const score = Math.fround(sums[document - start]!);
      if (score < floor) continue;
      collector.add(document, score);
      ({ floor } = collector);
    }
  }
}
