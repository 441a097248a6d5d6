/**
 * Positions are counted in buckets, finer at the top, where they matter. From 1.
 *
 * @returns 0 to BUCKETS − 1, or −1 for places deeper than counted
 */
export const bucketOf = (position: number): number => {
  if (!(position >= 1) || position > DEEPEST) return -1;
  if (position <= 5) return Math.trunc(position) - 1;
  for (let bucket = 5; bucket < BUCKETS; bucket++) if (position <= LAST[bucket]!) return bucket;
  return -1;
};

const DEEPEST = 50;
export const BUCKETS = 11;
const LAST = [1, 2, 3, 4, 5, 7, 10, 14, 20, 30, DEEPEST];

/**
 * How much being shown at a position weighs before anything is known about this shop, in thousandths: the discount of
 * DCG. A product shown at 1 without a click says more than one at 40.
 */
export const exposureAt = (position: number): number =>
  position >= 1 && position <= DEEPEST ? Math.round(1000 / Math.log2(position + 1)) : 0;
