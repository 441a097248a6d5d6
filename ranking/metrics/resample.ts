import { seededRandom } from "./random.ts";

/**
 * Sums of each column over the blocks, and over the blocks as drawn again with replacement, round by round (Efron 1979).
 * All columns see the same draws, so that differences are paired.
 *
 * @param table row-major, blocks × columns
 * @returns row 0 the sums themselves, then a row a round
 */
export function resample(table: Float64Array, columns: number, rounds: number, seed: number): Float64Array {
  const blocks = table.length / columns;
  const random = seededRandom(seed);
  const sums = new Float64Array((rounds + 1) * columns);
  const times = new Int32Array(blocks).fill(1);
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 0) {
      times.fill(0);
      for (let i = 0; i < blocks; i += 1) times[Math.floor(random() * blocks)]! += 1;
    }
    const to = round * columns;
    for (let block = 0; block < blocks; block += 1) {
      const count = times[block]!;
      if (count === 0) continue;
      const from = block * columns;
      for (let column = 0; column < columns; column += 1) sums[to + column]! += count * table[from + column]!;
    }
  }
  return sums;
}

/** Sessions are put together at random when there are more: sums of independent ones are independent, and it stays fast. */
const mostBlocks = 1000;

/** @param clusters a number a search; @returns the block of each search, and how many there are */
export function blocksOf(clusters: Int32Array, seed: number): { readonly blocks: Int32Array; readonly count: number } {
  let largest = -1;
  for (const cluster of clusters) largest = Math.max(largest, cluster);
  const sessions = largest + 1;
  if (sessions <= 2 * mostBlocks) return { blocks: clusters, count: sessions };
  const random = seededRandom(seed);
  const blockOf = Int32Array.from({ length: sessions }, () => Math.floor(random() * mostBlocks));
  return { blocks: clusters.map((cluster) => blockOf[cluster]!), count: mostBlocks };
}
