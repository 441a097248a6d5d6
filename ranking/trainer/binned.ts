import { type BinMapper, type BinOptions, binOf, makeBinMapper } from "./bin-mapper.ts";
import type { Rows } from "./check-rows.ts";

/** Rows as bins, column by column. */
export interface Binned {
  readonly rows: number;
  /** One a column. */
  readonly bins: readonly Uint8Array[];
}

/** Bins are found by so many rows at most, evenly spread over all. */
const SAMPLED = 200_000;

export function makeBinMappers({ values, columns, labels }: Rows, options: BinOptions): readonly BinMapper[] {
  const count = Math.min(SAMPLED, labels.length);
  const step = labels.length / count;
  const sample = new Float64Array(count);
  return Array.from({ length: columns }, (_, column) => {
    for (let i = 0; i < count; i++) sample[i] = values[Math.floor(i * step) * columns + column]!;
    return makeBinMapper(sample, options);
  });
}

export function binRows({ values, columns, labels }: Rows, mappers: readonly BinMapper[]): Binned {
  const rows = labels.length;
  const bins = mappers.map((mapper, column) => {
    const out = new Uint8Array(rows);
    if (mapper.bins === 1) return out;
    for (let row = 0, at = column; row < rows; row++, at += columns) {
      const x = values[at]!;
      // NaN is the only number that is not itself.
      out[row] = x === x ? binOf(mapper.upper, x) : mapper.nanBin;
    }
    return out;
  });
  return { rows, bins };
}
