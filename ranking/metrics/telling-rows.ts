import type { JudgingRows } from "./judging-rows.ts";

/** The rows that something came of, which alone add to a measure. */
export interface TellingRows {
  readonly row: Int32Array;
  /** First row of its search, and how many there are. */
  readonly first: Int32Array;
  readonly rows: Int32Array;
  readonly search: Int32Array;
  /** What a row's place is worth, metric by metric: gains, clicks, purchases and money, over examination. */
  readonly gained: Float64Array;
  readonly clicked: Float64Array;
  readonly purchased: Float64Array;
  readonly earned: Float64Array;
  readonly clicks: number;
  /** Share of the clicks whose weight was cut. */
  readonly clipped: number;
}

/**
 * @param looked examination by position
 * @param weights what each search weighs in gains
 */
export function tellingRows(rows: JudgingRows, looked: Float64Array, weights: Float64Array, clip: number): TellingRows {
  const { groups, positions, gains, bought, values } = rows;
  let count = 0;
  for (let row = 0; row < gains.length; row += 1) count += Number(isTelling(rows, row));
  const telling = {
    row: new Int32Array(count),
    first: new Int32Array(count),
    rows: new Int32Array(count),
    search: new Int32Array(count),
    gained: new Float64Array(count),
    clicked: new Float64Array(count),
    purchased: new Float64Array(count),
    earned: new Float64Array(count),
  };
  let [at, first, clicks, clipped] = [0, 0, 0, 0];
  for (let search = 0; search < groups.length; search += 1) {
    const end = first + groups[search]!;
    for (let row = first; row < end; row += 1) {
      if (!isTelling(rows, row)) continue;
      const full = 1 / looked[positions[row]!]!;
      const weight = Math.min(full, clip);
      const gain = gains[row]!;
      telling.row[at] = row;
      telling.first[at] = first;
      telling.rows[at] = end - first;
      telling.search[at] = search;
      telling.gained[at] = gain * weight * weights[search]!;
      telling.clicked[at] = gain > 0 ? weight : 0;
      telling.purchased[at] = bought[row]! * weight;
      telling.earned[at] = values[row]! * weight;
      clicks += Number(gain > 0);
      clipped += Number(gain > 0 && full > clip);
      at += 1;
    }
    first = end;
  }
  return { ...telling, clicks, clipped: clicks === 0 ? 0 : clipped / clicks };
}

function isTelling({ gains, bought, values }: JudgingRows, row: number): boolean {
  return gains[row]! > 0 || bought[row] === 1 || values[row]! !== 0;
}
