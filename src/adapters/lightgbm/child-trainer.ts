import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { WinnowError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Trained, Trainer, TrainingRequest, TrainingRows, TrainingRun } from "../../ports/trainer.ts";
import { checkModelText } from "./check-model-text.ts";
import { readLightgbm } from "../../../ranking/model/read-lightgbm.ts";
import { checkParams } from "../../../ranking/trainer/check-params.ts";
import { checkNames, checkRows } from "../../../ranking/trainer/check-rows.ts";
import { defaultMetric } from "../../../ranking/trainer/options.ts";
import type { LibraryFile, PredictJob, RowsShape } from "./job.ts";
import { runJob } from "./run-job.ts";

const ROUNDS = 100;
/** Which trainer, with how many threads. */
type Engine = Pick<PredictJob, "library" | "threads">;

const LOWER_IS_BETTER = new Set(["l2", "rmse", "poisson"]);

/**
 * A trainer whose every call is a process of its own.
 *
 * @param library its file; null is the built-in trainer
 * @param threads default: one fewer than the processors
 */
export function childTrainer(name: string, library: LibraryFile, threads = defaultThreads()): Trainer {
  return {
    name,
    async train(request, run) {
      const params = inForce(request.params, library);
      check(request, params, library);
      return await train(request, params, { library, threads }, run);
    },
    score: (text, values, columns) => predict("score", { library, threads }, text, values, columns),
    contributions: (text, values, columns) => predict("contributions", { library, threads }, text, values, columns),
  };
}

function defaultThreads(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** The caller's parameters, and what the trainer adds to them. */
function inForce(params: JsonObject, library: LibraryFile): JsonObject {
  const { objective } = params;
  return {
    metric: defaultMetric(objective as string),
    ...(objective === "lambdarank" ? { eval_at: [10] } : {}),
    num_iterations: ROUNDS,
    ...params,
    // Column by column each sum is made by one thread, so that their number changes nothing.
    ...(library === null ? {} : { deterministic: true, force_col_wise: true, verbosity: -1 }),
  };
}

function check(
  { params, names, fit, stop, patience }: TrainingRequest,
  { label_gain: gain }: JsonObject,
  library: LibraryFile,
): void {
  checkParams(params, library === null);
  checkNames(names);
  const ranking = params["objective"] === "lambdarank";
  const gains = Array.isArray(gain) ? gain.length : undefined;
  checkRows("fit", fit, names, ranking, gains);
  if (stop !== null) checkRows("stop", stop, names, ranking, gains);
  if (stop !== null && !(Number.isInteger(patience) && patience >= 1)) {
    throw new WinnowError("invalid_request", `Patience must be a whole number from 1, not ${patience}`, {
      where: "patience",
    });
  }
  if (library === null && fit.positions !== null) {
    throw new WinnowError("invalid_request", "The built-in trainer does not learn position bias", {
      where: "fit.positions",
      hint: "Pass weights instead, or install LightGBM.",
    });
  }
}

async function train(
  { names, fit, stop, patience }: TrainingRequest,
  params: JsonObject,
  engine: Engine,
  { signal, onProgress }: TrainingRun,
): Promise<Trained> {
  const rounds = params["num_iterations"] as number;
  const { result, payload } = await runJob(
    {
      ...{ kind: "train", ...engine, names, params, rounds, patience },
      higherIsBetter: !LOWER_IS_BETTER.has(params["metric"] as string),
      fit: shapeOf(fit),
      stop: stop === null ? null : shapeOf(stop),
    },
    [...sectionsOf(fit), ...(stop === null ? [] : sectionsOf(stop))],
    {
      signal,
      onRound(round) {
        onProgress(round, rounds);
      },
    },
  );
  if (result.kind !== "trained") throw new TypeError(`a training answered ${result.kind}`);
  const text = payload.toString("utf8");
  if (sha256(text) !== result.sha256) {
    throw new WinnowError("training_failed", "The model's text arrived altered", {
      where: engine.library ?? "the built-in trainer",
    });
  }
  const importance = names.map((feature, i) => ({ feature, gain: result.gains[i]! })).sort((a, b) => b.gain - a.gain);
  return {
    text,
    rounds: result.rounds,
    history: result.history,
    importance,
    params: { ...params, num_threads: engine.threads },
  };
}

async function predict(
  what: PredictJob["what"],
  engine: Engine,
  text: string,
  values: Float32Array | Float64Array,
  columns: number,
): Promise<Float64Array> {
  checkModelText(text);
  const { columns: expected } = readLightgbm(text);
  if (columns !== expected) {
    throw new WinnowError("invalid_request", `Rows of ${columns} columns for a model of ${expected}`, {
      where: "columns",
    });
  }
  if (values.length % columns !== 0) {
    throw new WinnowError("invalid_request", `${values.length} values are not rows of ${columns} columns`, {
      where: "values",
    });
  }
  const bytes = Buffer.from(text);
  const { payload } = await runJob(
    {
      ...{ kind: "predict", ...engine, what, columns },
      rows: values.length / columns,
      wide: values instanceof Float64Array,
      textBytes: bytes.length,
      sha256: sha256(text),
    },
    [bytes, values],
  );
  return new Float64Array(new Uint8Array(payload).buffer); // copied, so that it lies on a float's boundary
}

function shapeOf({ values, columns, labels, weights, groups, positions }: TrainingRows): RowsShape {
  return {
    ...{ rows: labels.length, columns, wide: values instanceof Float64Array, groups: groups.length },
    ...{ weights: weights !== null, positions: positions !== null },
  };
}

/** In the order in which read-input.ts reads them. */
function sectionsOf({ values, labels, weights, groups, positions }: TrainingRows): readonly ArrayBufferView[] {
  return [values, labels, weights, groups, positions].filter((section) => section !== null);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
