import koffi from "koffi";

/** The part of LightGBM's C API that is used here; every call throws the library's own message when it fails. */
export interface Library {
  call(name: Call, ...args: readonly unknown[]): void;
}

export type Call = keyof typeof signatures;

/** An opaque pointer, boxed as an output parameter wants it. */
export type Handle = [unknown];

/**
 * Errors and log callbacks of LightGBM are thread-local: everything is called synchronously, in a process of its own.
 *
 * @throws Error when the file is not a library, or lacks something (libgomp1 on Linux, libomp on macOS)
 */
export function openLibrary(file: string): Library {
  const library = koffi.load(file);
  const lastError = library.func("const char *LGBM_GetLastError()") as () => string;
  const functions = new Map<Call, Function_>();
  for (const [name, parameters] of Object.entries(signatures)) {
    functions.set(name as Call, library.func(`int ${name}(${parameters})`) as Function_);
  }
  return {
    call(name, ...args) {
      if (functions.get(name)!(...args) !== 0) throw new Error(`${name}: ${lastError()}`);
    },
  };
}

type Function_ = (...args: readonly unknown[]) => number;

/** From LightGBM's include/LightGBM/c_api.h; handles are `void *`, output handles `_Out_ void **`. */
const signatures = {
  LGBM_DatasetCreateFromMat:
    "const void *data, int data_type, int32_t nrow, int32_t ncol, int is_row_major, const char *parameters, void *reference, _Out_ void **out",
  LGBM_DatasetSetField: "void *handle, const char *field_name, const void *field_data, int num_element, int type",
  LGBM_DatasetSetFeatureNames: "void *handle, const char **feature_names, int num_feature_names",
  LGBM_DatasetFree: "void *handle",
  LGBM_BoosterCreate: "void *train_data, const char *parameters, _Out_ void **out",
  LGBM_BoosterAddValidData: "void *handle, void *valid_data",
  LGBM_BoosterUpdateOneIter: "void *handle, _Out_ int *is_finished",
  LGBM_BoosterGetEvalCounts: "void *handle, _Out_ int *out_len",
  LGBM_BoosterGetEval: "void *handle, int data_idx, _Out_ int *out_len, double *out_results",
  LGBM_BoosterFeatureImportance: "void *handle, int num_iteration, int importance_type, double *out_results",
  LGBM_BoosterSaveModelToString:
    "void *handle, int start_iteration, int num_iteration, int feature_importance_type, int64_t buffer_len, _Out_ int64_t *out_len, void *out_str",
  LGBM_BoosterLoadModelFromString: "const char *model_str, _Out_ int *out_num_iterations, _Out_ void **out",
  LGBM_BoosterPredictForMat:
    "void *handle, const void *data, int data_type, int32_t nrow, int32_t ncol, int is_row_major, int predict_type, int start_iteration, int num_iteration, const char *parameter, _Out_ int64_t *out_len, double *out_result",
  LGBM_BoosterFree: "void *handle",
} as const;
