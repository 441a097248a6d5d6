import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { stepBack } from "../../observe/step-back.ts";
import type { Answer, Job, PredictJob, TrainJob } from "./job.ts";
import { type Input, openInput } from "./read-input.ts";
import type { TrainInput, TrainOutput } from "../../../ranking/trainer/training.ts";

/*
 * The process of one training or one prediction: reads a job, answers, ends. It is synchronous from end to end, because
 * LightGBM keeps its errors per thread. When the parent is gone, the next progress cannot be written and this ends too.
 */
const ANSWERS = 3;
const PROGRESS_MS = 100;

interface Engine {
  train(input: TrainInput): TrainOutput;
  predict(job: PredictJob, text: string, values: Float32Array | Float64Array): Float64Array;
}

stepBack("background");
try {
  const input = openInput();
  const job = input.job();
  await perform(job, input);
} catch (error) {
  answer({ kind: "failed", message: error instanceof Error ? error.message : String(error), bytes: 0 });
}

async function perform(job: Job, input: Input): Promise<void> {
  const engine = job.library === null ? await builtIn() : await lightgbm(job.library, job.threads);
  switch (job.kind) {
    case "probe":
      answer({ kind: "probed", bytes: 0 });
      break;
    case "train":
      train(engine, job, input);
      break;
    case "predict": {
      const text = input.text(job.textBytes);
      // The library ends the process on a text that is cut or altered.
      if (sha256(text) !== job.sha256) throw new Error("the model's text arrived altered");
      const numbers = engine.predict(job, text, input.numbers(job.rows * job.columns, job.wide));
      const payload = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
      answer({ kind: "numbers", bytes: payload.length }, payload);
    }
  }
}

function train(engine: Engine, job: TrainJob, input: Input): void {
  const { names, params, rounds, patience, higherIsBetter, fit, stop } = job;
  let toldMs = 0;
  const { text, ...trained } = engine.train({
    ...{ names, params, rounds, patience, higherIsBetter },
    readFit: () => input.rows(fit),
    readStop: stop === null ? null : () => input.rows(stop),
    onRound(round) {
      if (performance.now() - toldMs < PROGRESS_MS && round < rounds) return;
      toldMs = performance.now();
      answer({ kind: "progress", round, bytes: 0 });
    },
  });
  const payload = Buffer.from(text);
  answer({ kind: "trained", ...trained, sha256: sha256(text), bytes: payload.length }, payload);
}

async function lightgbm(file: string, threads: number): Promise<Engine> {
  // Read by libgomp when it is loaded: spinning threads on a busy machine cost seven times the training's time.
  // eslint-disable-next-line no-restricted-properties -- this process's own environment, written, not read
  process.env["OMP_WAIT_POLICY"] = "PASSIVE";
  // Here and not as a parameter, since a model's text repeats its parameters: the same rows give the same text anywhere.
  // eslint-disable-next-line no-restricted-properties -- as above
  process.env["OMP_NUM_THREADS"] = String(threads);
  const { openLibrary } = await import("./library.ts");
  const { trainLightgbm } = await import("./train-lightgbm.ts");
  const { predictLightgbm } = await import("./predict-lightgbm.ts");
  const library = openLibrary(file);
  return {
    train: (input) => trainLightgbm(library, input),
    predict: ({ what, columns }, text, values) => predictLightgbm(library, what, text, values, columns),
  };
}

async function builtIn(): Promise<Engine> {
  const { trainBuiltIn } = await import("../../../ranking/trainer/train-built-in.ts");
  const { predictBuiltIn } = await import("./predict-built-in.ts");
  return {
    train: trainBuiltIn,
    predict: ({ what, columns }, text, values) => predictBuiltIn(what, text, values, columns),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function answer(header: Answer, payload?: Buffer): void {
  write(Buffer.from(`${JSON.stringify(header)}\n`));
  if (payload !== undefined) write(payload);
}

function write(bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(ANSWERS, bytes, done);
}
