import type { PostingList } from "./posting-lists.ts";
import { WINDOW_BITS } from "./window.ts";

/** Lists shorter than this take the bound of their whole field: they cost little to read. */
const LONG = 512;

/**
 * The highest score of a list's documents in a window of documents; at least that. The highest divisors by window are
 * found when a list is first asked for and kept with the part, whose statistics they depend on.
 */
export function boundOf(list: PostingList, window: number): number {
  const { weight, scores, from, to, kept } = list;
  if (scores !== null) return scores.reduce((highest, each) => Math.max(highest, each), 0);
  if (to - from < LONG) return weight - weight / kept.overall;
  let own = kept.maxima.get(from);
  if (own === undefined) {
    own = findMaxima(list);
    kept.maxima.set(from, own);
  }
  const highest = own[window] ?? 0;
  return highest === 0 ? 0 : weight - weight / highest;
}

/** 0 for a window without documents. */
function findMaxima({ postings, from, to, codeBits, divisors }: PostingList): Float32Array {
  const last = postings[to - 1]! >>> codeBits;
  const maxima = new Float32Array((last >>> WINDOW_BITS) + 1);
  const mask = (1 << codeBits) - 1;
  for (let i = from; i < to; i++) {
    const posting = postings[i]!;
    const window = (posting >>> codeBits) >>> WINDOW_BITS;
    const divisor = divisors[posting & mask]!;
    if (divisor > maxima[window]!) maxima[window] = divisor;
  }
  return maxima;
}
