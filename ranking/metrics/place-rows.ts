/**
 * For each row the mean of `discounts` over the places that its score may give it: rows with equal scores share their
 * places, so that an order which says nothing earns what a random one does, however the rows come.
 *
 * @param groups rows of each search
 * @param positions of the rows, rising within a search: the places that there are to give
 * @param discounts value of standing at a position; beyond its end 0
 * @param out one a row
 */
export function placeRows(
  scores: ArrayLike<number>,
  groups: Int32Array,
  positions: Uint16Array,
  discounts: readonly Float64Array[],
  out: readonly Float64Array[],
): void {
  let widest = 0;
  for (const rows of groups) widest = Math.max(widest, rows);
  const order = new Int32Array(widest);
  let first = 0;
  for (const rows of groups) {
    for (let i = 0; i < rows; i += 1) {
      const score = scores[first + i]!;
      let at = i;
      // NaN is never above anything: it goes last.
      while (at > 0 && !(scores[first + order[at - 1]!]! >= score) && score === score) {
        order[at] = order[at - 1]!;
        at -= 1;
      }
      order[at] = i;
    }
    for (let from = 0; from < rows;) {
      const score = scores[first + order[from]!]!;
      let to = from + 1;
      while (to < rows && scores[first + order[to]!] === score) to += 1;
      for (let d = 0; d < discounts.length; d += 1) {
        const discount = discounts[d]!;
        let sum = 0;
        for (let i = from; i < to; i += 1) sum += discount[positions[first + i]!] ?? 0;
        const mean = sum / (to - from);
        const values = out[d]!;
        for (let i = from; i < to; i += 1) values[first + order[i]!] = mean;
      }
      from = to;
    }
    first += rows;
  }
}
