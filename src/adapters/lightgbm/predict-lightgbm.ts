import type { Handle, Library } from "./library.ts";

const RAW_SCORE = 1;
const CONTRIBUTIONS = 3;

/** Raw scores, or what each column added to them and the base value last. */
export function predictLightgbm(
  library: Library,
  what: "score" | "contributions",
  text: string,
  values: Float32Array | Float64Array,
  columns: number,
): Float64Array {
  const booster: Handle = [null];
  library.call("LGBM_BoosterLoadModelFromString", text, [0], booster);
  try {
    const rows = values.length / columns;
    const out = new Float64Array(rows * (what === "score" ? 1 : columns + 1));
    const type = values instanceof Float64Array ? 1 : 0;
    const how = what === "score" ? RAW_SCORE : CONTRIBUTIONS;
    const length: [number | bigint] = [0];
    const all = -1;
    library.call(
      ...["LGBM_BoosterPredictForMat" as const, booster[0], values, type, rows, columns, 1, how, 0, all],
      ...["verbosity=-1", length, out],
    );
    if (Number(length[0]) !== out.length) {
      throw new Error(`${length[0]} numbers instead of ${out.length}: the model has more than one output`);
    }
    return out;
  } finally {
    library.call("LGBM_BoosterFree", booster[0]);
  }
}
