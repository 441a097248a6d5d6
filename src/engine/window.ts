/** Documents are scored so many at a time: their sums stay in the processor's cache. */
export const WINDOW_BITS = 14;
export const WINDOW = 1 << WINDOW_BITS;

/** Sums of scores of the documents of a window; all zero between windows. */
export const sums = new Float64Array(WINDOW);
/** 1 for each block of sums that may have one; so that the others need not be looked at or cleared. */
export const BLOCK_BITS = 6;
export const touched = new Uint8Array(WINDOW >>> BLOCK_BITS);
/** The best score so far of one word in one field; all zero between fields. */
export const best = new Float64Array(WINDOW);
/** Documents of a window that may still come among the best, as places in the window, ascending. */
export const candidates = new Uint32Array(WINDOW);

export function clearSums(): void {
  for (let block = 0; block < touched.length; block++) {
    if (touched[block] === 0) continue;
    touched[block] = 0;
    sums.fill(0, block << BLOCK_BITS, (block + 1) << BLOCK_BITS);
  }
}
