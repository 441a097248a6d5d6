import type { TrainingRows } from "../../ports/trainer.ts";
import type { Handle, Library } from "./library.ts";
import { NOTHING_TO_SPLIT, type TrainInput, type TrainOutput } from "../../../ranking/trainer/training.ts";

const FLOAT32 = 0;
const FLOAT64 = 1;
const INT32 = 2;
/** How often a feature was used; what Python writes by default. */
const BY_SPLIT = 0;
const BY_GAIN = 1;

/** One training through the library, from matrices to text. */
export function trainLightgbm(library: Library, input: TrainInput): TrainOutput {
  const open: [release: "LGBM_DatasetFree" | "LGBM_BoosterFree", handle: unknown][] = [];
  try {
    const params = toParameters(input.params);
    const fit = createDataset(library, input.readFit(), input.names, params, null);
    open.unshift(["LGBM_DatasetFree", fit]);
    const stop = input.readStop === null ? null : createDataset(library, input.readStop(), input.names, params, fit);
    if (stop !== null) open.unshift(["LGBM_DatasetFree", stop]);

    const booster: Handle = [null];
    library.call("LGBM_BoosterCreate", fit, params, booster);
    open.unshift(["LGBM_BoosterFree", booster[0]]);
    if (stop !== null) library.call("LGBM_BoosterAddValidData", booster[0], stop);
    const { rounds, history } = boost(library, booster[0], input);
    return {
      text: saveText(library, booster[0], rounds),
      rounds,
      history,
      gains: gains(library, booster[0], rounds, input.names.length),
    };
  } finally {
    // The booster first: it reads its dataset while it is freed.
    for (const [release, handle] of open) library.call(release, handle);
  }
}

/** `key=value`, space between, as Python's package writes them. */
function toParameters(params: TrainInput["params"]): string {
  return Object.entries(params)
    .map(
      ([key, value]) => `${key}=${Array.isArray(value) ? value.join(",") : String(value as string | number | boolean)}`,
    )
    .join(" ");
}

/** The library makes its bins here; afterwards nobody holds the matrix, which is the largest thing of all. */
function createDataset(
  library: Library,
  rows: TrainingRows,
  names: readonly string[],
  params: string,
  reference: unknown,
): unknown {
  const out: Handle = [null];
  const type = rows.values instanceof Float64Array ? FLOAT64 : FLOAT32;
  const count = rows.labels.length;
  library.call("LGBM_DatasetCreateFromMat", rows.values, type, count, rows.columns, 1, params, reference, out);
  const [dataset] = out;
  const set = (field: string, values: Float32Array | Int32Array | null): void => {
    if (values === null || values.length === 0) return;
    const kind = values instanceof Float32Array ? FLOAT32 : INT32;
    library.call("LGBM_DatasetSetField", dataset, field, values, values.length, kind);
  };
  set("label", rows.labels);
  set("weight", rows.weights);
  set("group", rows.groups);
  set("position", rows.positions);
  library.call("LGBM_DatasetSetFeatureNames", dataset, [...names], names.length);
  return dataset;
}

function boost(library: Library, booster: unknown, input: TrainInput): { rounds: number; history: number[] } {
  const measures: [number] = [0];
  library.call("LGBM_BoosterGetEvalCounts", booster, measures);
  const values = new Float64Array(Math.max(measures[0], 1));
  const history: number[] = [];
  const finished: [number] = [0];
  let done = 0;
  let best = 0;
  while (done < input.rounds) {
    library.call("LGBM_BoosterUpdateOneIter", booster, finished);
    if (finished[0] === 1) break; // no leaf can be split any more: this round grew nothing
    done++;
    if (input.readStop !== null) {
      library.call("LGBM_BoosterGetEval", booster, 1, [0], values);
      const measure = values[0]!;
      history.push(measure);
      const before = history[best - 1] ?? NaN;
      if (best === 0 || (input.higherIsBetter ? measure > before : measure < before)) best = done;
    }
    input.onRound(done);
    if (input.readStop !== null && done - best >= input.patience) break;
  }
  if (done === 0) throw new Error(NOTHING_TO_SPLIT);
  return { rounds: input.readStop === null ? done : best, history };
}

function saveText(library: Library, booster: unknown, rounds: number): string {
  const length: [number | bigint] = [0];
  const save = (buffer: Uint8Array): void => {
    library.call("LGBM_BoosterSaveModelToString", booster, 0, rounds, BY_SPLIT, buffer.length, length, buffer);
  };
  save(new Uint8Array(1));
  const buffer = Buffer.alloc(Number(length[0]));
  save(buffer);
  return buffer.toString("utf8", 0, buffer.length - 1); // without the closing zero
}

function gains(library: Library, booster: unknown, rounds: number, columns: number): number[] {
  const values = new Float64Array(columns);
  library.call("LGBM_BoosterFeatureImportance", booster, rounds, BY_GAIN, values);
  return [...values];
}
