import { type Bits, count } from "./bits.ts";
import { type PostingList, seek, type WordLists } from "./posting-lists.ts";

/** Takes the documents that match, in ascending order, with their scores. */
export interface Collector {
  /** Documents with a lower score need not be added. */
  readonly floor: number;
  add(document: number, score: number): void;
}

/** Documents scored at a time: their sums stay in the processor's cache. */
const WINDOW = 16384;
/** One document in so many must match for a window to be called dense. */
const DENSE = 24;
const sums = new Float64Array(WINDOW);
const best = new Float64Array(WINDOW);

/**
 * Scores matching documents word by word, a window of documents at a time. A sum of float32 scores in float64 is exact
 * in practice, so the order of additions does not matter and equal documents tie.
 */
export function scoreMatches(words: readonly WordLists[], bits: Bits, collector: Collector): void {
  const cursors = words.map(({ lists }) => Uint32Array.from(lists, ({ from }) => from));
  const documents = bits.length * 32;
  const dense = count(bits) * DENSE > documents;
  for (let start = 0; start < documents; start += WINDOW) {
    const end = Math.min(documents, start + WINDOW);
    if (isEmpty(bits, start >>> 5, end >>> 5)) continue;
    for (let w = 0; w < words.length; w++) addWordScores(words[w]!.lists, cursors[w]!, start, end);
    if (collector.floor > 0 && dense) collectDense(bits, start, end, collector);
    else collect(bits, start, end, collector);
    sums.fill(0);
  }
}

function isEmpty(bits: Bits, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bits[i] !== 0) return false;
  return true;
}

function addWordScores(lists: readonly PostingList[], cursors: Uint32Array, start: number, end: number): void {
  for (let i = 0; i < lists.length;) {
    const { field } = lists[i]!;
    let next = i + 1;
    while (next < lists.length && lists[next]!.field === field) next++;
    for (let k = i; k < next; k++) cursors[k] = seek(lists[k]!, cursors[k]!, start);
    if (next === i + 1) cursors[i] = addScores(lists[i]!, cursors[i]!, start, end);
    else addBestScores(lists, cursors, i, next, start, end);
    i = next;
  }
}

/** @returns where the next window starts in the list */
function addScores(list: PostingList, from: number, start: number, end: number): number {
  const { postings, to, codeBits, divisors, weight, scores } = list;
  const mask = (1 << codeBits) - 1;
  let i = from;
  if (scores !== null) {
    for (; i < to && postings[i]! < end; i++) sums[postings[i]! - start]! += scores[i]!;
    return i;
  }
  for (; i < to; i++) {
    const posting = postings[i]!;
    const document = posting >>> codeBits;
    if (document >= end) break;
    sums[document - start]! += Math.fround(weight - Math.fround(weight / divisors[posting & mask]!));
  }
  return i;
}

/** A word with several alternatives in one field counts its best one. */
function addBestScores(
  lists: readonly PostingList[],
  cursors: Uint32Array,
  first: number,
  end: number,
  startDocument: number,
  endDocument: number,
): void {
  for (let k = first; k < end; k++) {
    const { postings, to, codeBits, divisors, weight, scores } = lists[k]!;
    const mask = (1 << codeBits) - 1;
    for (let i = cursors[k]!; i < to; i++) {
      const posting = postings[i]!;
      const document = posting >>> codeBits;
      if (document >= endDocument) break;
      const score =
        scores === null ? Math.fround(weight - Math.fround(weight / divisors[posting & mask]!)) : scores[i]!;
      const place = document - startDocument;
      const before = best[place]!;
      if (score <= before) continue;
      sums[place]! += score - before;
      best[place] = score;
    }
  }
  for (let k = first; k < end; k++) {
    const { postings, to, codeBits } = lists[k]!;
    let i = cursors[k]!;
    for (; i < to; i++) {
      const document = postings[i]! >>> codeBits;
      if (document >= endDocument) break;
      best[document - startDocument] = 0;
    }
    cursors[k] = i;
  }
}

function collect(bits: Bits, start: number, end: number, collector: Collector): void {
  let { floor } = collector;
  for (let word = start >>> 5; word < end >>> 5; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1) {
      const document = word * 32 + 31 - Math.clz32(left & -left);
      const score = Math.fround(sums[document - start]!);
      if (score < floor) continue;
      collector.add(document, score);
      floor = collector.floor;
    }
  }
}

/** The same for a window where most documents match: looks at the sums first. */
function collectDense(bits: Bits, start: number, end: number, collector: Collector): void {
  let { floor } = collector;
  const length = end - start;
  for (let i = 0; i < length; i++) {
    if (Math.fround(sums[i]!) < floor || ((bits[(start + i) >>> 5]! >>> (i & 31)) & 1) === 0) continue;
    collector.add(start + i, Math.fround(sums[i]!));
    floor = collector.floor;
  }
}
