/** Documents are scored so many at a time: their sums stay in the processor's cache. */
export const WINDOW_BITS = 14;
export const WINDOW = 1 << WINDOW_BITS;

/** Sums of scores of the documents of a window; all zero between windows. */
export const sums = new Float64Array(WINDOW);
/** The best score so far of one word in one field; all zero between fields. */
export const best = new Float64Array(WINDOW);
/** Documents of a window that may still come among the best, as places in the window, ascending. */
export const candidates = new Uint32Array(WINDOW);
