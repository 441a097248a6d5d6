import { explainRow } from "../../../ranking/model/explain-row.ts";
import { createFlatScorer } from "../../../ranking/model/flat-scorer.ts";
import { readLightgbm } from "../../../ranking/model/read-lightgbm.ts";

/** Raw scores, or what each column added to them and the base value last, without the library. */
export function predictBuiltIn(
  what: "score" | "contributions",
  text: string,
  values: Float32Array | Float64Array,
  columns: number,
): Float64Array {
  const model = readLightgbm(text);
  const rows = values.length / columns;
  if (what === "score") {
    const out = new Float64Array(rows);
    createFlatScorer(model).score(values, rows, out);
    return out;
  }
  const out = new Float64Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    out.set(explainRow(model, values.subarray(row * columns, (row + 1) * columns)), row * (columns + 1));
  }
  return out;
}
