import koffi from "koffi";

/** LightGBM's own scoring on one thread, in the ways that its C API offers. */
export interface LightgbmScorer {
  /** All rows in one call: LGBM_BoosterPredictForMat, row-major. */
  matrix(values: Float32Array, rows: number, out: Float64Array): void;
  /** A call a row, with what does not change prepared once: LGBM_BoosterPredictForMatSingleRowFast. */
  rowByRow(rows: readonly Float32Array[], out: Float64Array): void;
  contributions(row: Float32Array): Float64Array;
  close(): void;
}

const FLOAT32 = 0;
const RAW_SCORE = 1;
const CONTRIBUTIONS = 3;
const parameters = "num_threads=1 verbosity=-1";

/** @param file the library */
export function openLightgbmScorer(file: string, text: string, columns: number): LightgbmScorer {
  process.env["OMP_NUM_THREADS"] = "1"; // read when the library is loaded
  process.env["OMP_WAIT_POLICY"] = "PASSIVE";
  const library = koffi.load(file);
  const lastError = library.func("const char *LGBM_GetLastError()") as () => string;
  const bound = (signature: string) => {
    const call = library.func(`int ${signature}`) as (...args: readonly unknown[]) => number;
    return (...args: readonly unknown[]) => {
      if (call(...args) !== 0) throw new Error(lastError());
    };
  };
  const load = bound("LGBM_BoosterLoadModelFromString(const char *text, _Out_ int *iterations, _Out_ void **out)");
  const predict = bound(
    "LGBM_BoosterPredictForMat(void *booster, const void *data, int type, int32_t rows, int32_t columns, int rowMajor, int what, int start, int iterations, const char *parameter, _Out_ int64_t *length, void *out)",
  );
  const prepareRow = bound(
    "LGBM_BoosterPredictForMatSingleRowFastInit(void *booster, int what, int start, int iterations, int type, int32_t columns, const char *parameter, _Out_ void **out)",
  );
  const predictRow = bound(
    "LGBM_BoosterPredictForMatSingleRowFast(void *prepared, const void *data, void *length, void *out)",
  );
  const freeRow = bound("LGBM_FastConfigFree(void *prepared)");
  const free = bound("LGBM_BoosterFree(void *booster)");

  const booster: [unknown] = [null];
  load(text, [0], booster);
  const prepared: [unknown] = [null];
  prepareRow(booster[0], RAW_SCORE, 0, -1, FLOAT32, columns, parameters, prepared);
  const length = new BigInt64Array(1);
  const score = new Float64Array(1);
  return {
    matrix(values, rows, out) {
      predict(booster[0], values, FLOAT32, rows, columns, 1, RAW_SCORE, 0, -1, parameters, [0], out);
    },
    rowByRow(rows, out) {
      rows.forEach((row, i) => {
        predictRow(prepared[0], row, length, score);
        out[i] = score[0]!;
      });
    },
    contributions(row) {
      const out = new Float64Array(columns + 1);
      predict(booster[0], row, FLOAT32, 1, columns, 1, CONTRIBUTIONS, 0, -1, parameters, [0], out);
      return out;
    },
    close() {
      freeRow(prepared[0]);
      free(booster[0]);
    },
  };
}
