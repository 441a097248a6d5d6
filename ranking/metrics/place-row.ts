/** Places of a search that a row's score may give it: from `above`, `same` of them. */
export interface Places {
  above: number;
  same: number;
}

/**
 * Where a row stands among those of its search: below all with a higher score, anywhere among those with an equal one.
 * Rows with equal scores share their places, so that an order that says nothing earns what a random one does, however the
 * rows come. What is not a number comes last.
 *
 * @param out is written to: this runs for each click of each order
 */
export function placeRow(scores: ArrayLike<number>, first: number, rows: number, row: number, out: Places): void {
  const score = scores[row]!;
  let [above, same] = [0, 0];
  if (Number.isNaN(score)) {
    for (let i = first; i < first + rows; i += 1) {
      if (Number.isNaN(scores[i]!)) same += 1;
      else above += 1;
    }
  } else {
    for (let i = first; i < first + rows; i += 1) {
      const other = scores[i]!;
      if (other > score) above += 1;
      else if (other === score) same += 1;
    }
  }
  out.above = above;
  out.same = same;
}

/** Mean value of standing at one of these places. @param discount by position; beyond its end 0 */
export function meanAt(discount: Float64Array, positions: Uint16Array, first: number, { above, same }: Places): number {
  let sum = 0;
  for (let i = first + above; i < first + above + same; i += 1) sum += discount[positions[i]!]!;
  return sum / same;
}
