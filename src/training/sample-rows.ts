import type { ModelRecord } from "../domain/model.ts";
import type { Trainer } from "../ports/trainer.ts";
import type { JudgingRows } from "../../ranking/metrics/judging-rows.ts";

/**
 * Rows spread evenly over the judging slice, with the trainer's own scores. Infinite values and negative zeros do not
 * survive JSON: rows with them are left out.
 */
export async function drawSamples(
  trainer: Pick<Trainer, "score">,
  text: string,
  { vectors, columns, positions }: JudgingRows,
  most: number,
): Promise<ModelRecord["samples"]> {
  const total = positions.length;
  const chosen: Float32Array[] = [];
  for (let i = 0; i < Math.min(most, total); i += 1) {
    const row = Math.floor((i * total) / Math.min(most, total));
    const values = vectors.slice(row * columns, (row + 1) * columns);
    if (!values.some((value) => Math.abs(value) === Infinity)) chosen.push(values);
  }
  const flat = new Float32Array(chosen.length * columns);
  for (const [i, row] of chosen.entries()) flat.set(row, i * columns);
  const scores = await trainer.score(text, flat, columns);
  const kept = chosen.map((_, i) => i).filter((i) => !Object.is(scores[i], -0));
  return {
    columns,
    values: kept.flatMap((i) => Array.from(chosen[i]!, (value) => (Number.isNaN(value) ? null : value))),
    scores: kept.map((i) => scores[i]!),
  };
}

/** At most 20,000 of the rows, spread evenly: enough for a distribution. */
export function someRows(values: Float32Array | Float64Array, columns: number): Float32Array {
  const total = values.length / columns;
  const most = Math.min(total, 20_000);
  const some = new Float32Array(most * columns);
  for (let i = 0; i < most; i += 1) {
    const row = Math.floor((i * total) / most);
    some.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return some;
}
