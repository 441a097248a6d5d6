import { type PostingList, seek } from "./posting-lists.ts";
import { best, BLOCK_BITS, candidates, sums, touched } from "./window.ts";

/*
 * The inner loops of scoring: a word's scores are added to the sums of a window of documents. Each comes in two forms,
 * one that reads all postings of the window and one that looks up the candidates only.
 */

/** Lists of one word, by field. */
export function addWordScores(
  lists: readonly PostingList[],
  cursors: Uint32Array,
  start: number,
  end: number,
  candidateCount: number,
): void {
  for (let i = 0; i < lists.length;) {
    const { field } = lists[i]!;
    let next = i + 1;
    while (next < lists.length && lists[next]!.field === field) next++;
    for (let k = i; k < next; k++) {
      const list = lists[k]!;
      cursors[k] = seek(list, cursors[k]!, start);
      if (candidateCount >= 0) {
        if (next === i + 1) addCandidateScores(list, cursors[k]!, start, candidateCount);
        else addBestCandidateScores(list, cursors[k]!, start, candidateCount);
      } else if (next === i + 1) cursors[k] = addScores(list, cursors[k]!, start, end);
      else addBestScores(list, cursors[k]!, start, end);
    }
    if (next > i + 1) {
      if (candidateCount >= 0) for (let c = 0; c < candidateCount; c++) best[candidates[c]!] = 0;
      else for (let k = i; k < next; k++) cursors[k] = clearBest(lists[k]!, cursors[k]!, start, end);
    }
    i = next;
  }
}

/** @returns where the next window starts in the list */
function addScores(list: PostingList, from: number, start: number, end: number): number {
  const { postings, to, codeBits, divisors, weight, scores } = list;
  const mask = (1 << codeBits) - 1;
  let i = from;
  if (scores !== null) {
    for (; i < to && postings[i]! < end; i++) {
      sums[postings[i]! - start]! += scores[i]!;
      touched[(postings[i]! - start) >>> BLOCK_BITS] = 1;
    }
    return i;
  }
  for (; i < to; i++) {
    const posting = postings[i]!;
    const document = posting >>> codeBits;
    if (document >= end) break;
    const place = document - start;
    sums[place]! += Math.fround(weight - Math.fround(weight / divisors[posting & mask]!));
    touched[place >>> BLOCK_BITS] = 1;
  }
  return i;
}

/** A word with several alternatives in one field counts its best one. */
function addBestScores(list: PostingList, from: number, start: number, end: number): void {
  const { postings, to, codeBits } = list;
  for (let i = from; i < to; i++) {
    const document = postings[i]! >>> codeBits;
    if (document >= end) break;
    raise(document - start, scoreAt(list, i));
  }
}

function clearBest({ postings, to, codeBits }: PostingList, from: number, start: number, end: number): number {
  let i = from;
  for (; i < to; i++) {
    const document = postings[i]! >>> codeBits;
    if (document >= end) break;
    best[document - start] = 0;
  }
  return i;
}

function addCandidateScores(list: PostingList, from: number, start: number, count: number): void {
  const { postings, to, codeBits } = list;
  let i = from;
  for (let c = 0; c < count && i < to; c++) {
    const place = candidates[c]!;
    i = seek(list, i, start + place);
    if (i < to && postings[i]! >>> codeBits === start + place) sums[place]! += scoreAt(list, i);
  }
}

function addBestCandidateScores(list: PostingList, from: number, start: number, count: number): void {
  const { postings, to, codeBits } = list;
  let i = from;
  for (let c = 0; c < count && i < to; c++) {
    const place = candidates[c]!;
    i = seek(list, i, start + place);
    if (i < to && postings[i]! >>> codeBits === start + place) raise(place, scoreAt(list, i));
  }
}

function raise(place: number, score: number): void {
  const before = best[place]!;
  if (score <= before) return;
  sums[place]! += score - before;
  touched[place >>> BLOCK_BITS] = 1;
  best[place] = score;
}

function scoreAt({ postings, codeBits, divisors, weight, scores }: PostingList, i: number): number {
  if (scores !== null) return scores[i]!;
  return Math.fround(weight - Math.fround(weight / divisors[postings[i]! & ((1 << codeBits) - 1)]!));
}
