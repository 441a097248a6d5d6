import { availableParallelism } from "node:os";
import { openLibrary } from "../src/adapters/lightgbm/library.ts";
import { openBuiltIn } from "../src/adapters/lightgbm/open-trainer.ts";
import { trainLightgbm } from "../src/adapters/lightgbm/train-lightgbm.ts";
import type { JsonObject } from "../src/domain/json.ts";
import type { Trained, Trainer, TrainingRequest, TrainingRows } from "../src/ports/trainer.ts";
import { lightgbmFile, lightgbmForTests } from "../src/testing/lightgbm.ts";
import { ndcg } from "../ranking/metrics/ndcg.ts";
import type { Benchmark, BenchResult } from "./harness.ts";
import { type MovieRows, readMovieRows } from "./movie-rows.ts";
import { measureLoop } from "./training-loop.ts";

/** For the movies; the loop chooses its own by the evidence. */
const params: JsonObject = {
  ...{ objective: "lambdarank", metric: "ndcg", eval_at: [10], lambdarank_truncation_level: 13, num_iterations: 100 },
  ...{ learning_rate: 0.1, num_leaves: 31, min_data_in_leaf: 50, lambda_l2: 1, seed: 1 },
};

/**
 * Rows → decision, unattended (training in a child process, judging, deciding, storing), beside the library called in
 * this process on the very same matrix; how long the log takes to become rows is told beside it; and the built-in trainer beside the library on the judged movies.
 */
export const bench: Benchmark = {
  name: "training",
  title:
    "rows → judged model, beside LightGBM alone on the same matrix; the built-in trainer beside LightGBM on movies",
  async run({ quick, log }): Promise<BenchResult> {
    const trainer = await lightgbmForTests();
    if (trainer === null) throw new Error("the peer of this benchmark is LightGBM, and it cannot be had here");
    const rounds = 3;
    const times = await measureLoop(quick ? 5000 : 100_000, rounds, trainer, await openAlone(), log);
    const movies = readMovieRows(log);
    const judged = movies === null ? null : await onMovies(movies, trainer, log);
    const ours = median(times.map(({ deciding }) => deciding));
    const reading = median(times.map((time) => time.reading));
    const theirs = median(times.map(({ alone }) => alone));
    return {
      unit: "s",
      ours: { "rows → decision": ours, "log → rows": reading, ...judged?.builtIn },
      peers: { lightgbm: { "rows → decision": theirs, ...judged?.lightgbm } },
      ratio: { lightgbm: theirs / ours, "lightgbm, from the log": theirs / (ours + reading), ...judged?.ratio },
      n: rounds,
      seed: 1,
    };
  },
};

async function train(trainer: Trainer, { names, fit, stop }: MovieRows): Promise<Trained> {
  const run = { signal: new AbortController().signal, onProgress: () => undefined };
  return await trainer.train({ names, fit, stop, params, patience: 20 }, run);
}

/** The library in this process, with the trainer's own threads and parameters. @returns seconds */
async function openAlone(): Promise<(request: TrainingRequest) => number> {
  process.env["OMP_WAIT_POLICY"] = "PASSIVE"; // read when the library is loaded
  process.env["OMP_NUM_THREADS"] = String(Math.max(1, availableParallelism() - 1));
  const library = openLibrary(await lightgbmFile());
  return ({ names, fit, stop, params: asked, patience }) => {
    const startMs = performance.now();
    trainLightgbm(library, {
      ...{ names, params: { ...asked, deterministic: true, force_col_wise: true, verbosity: -1 }, patience },
      rounds: asked["num_iterations"] as number,
      higherIsBetter: asked["metric"] === "ndcg",
      ...{ readFit: () => fit, readStop: stop === null ? null : () => stop, onRound: () => undefined },
    });
    return (performance.now() - startMs) / 1000;
  };
}

/** Both trainers on the same movies: time, and NDCG@10 on queries none of whose words sets were fitted on. */
async function onMovies(movies: MovieRows, lightgbm: Trainer, log: (line: string) => void) {
  const sides: { s: number; ndcg10: number; rounds: number }[] = [];
  for (const trainer of [openBuiltIn(), lightgbm]) {
    const [s, { text, rounds }] = await timed(() => train(trainer, movies));
    const scores = await lightgbm.score(text, movies.test.values, movies.test.columns);
    sides.push({ s, ndcg10: ndcg10(movies.test, scores), rounds });
    log(`movies, ${trainer.name}: ${s.toFixed(1)} s, ${rounds} trees, NDCG@10 ${sides.at(-1)!.ndcg10.toFixed(4)}`);
  }
  const [builtIn, library] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const figures = ({ s, ndcg10: ndcg }: typeof builtIn) => ({ "movies, built-in": s, "movies NDCG@10": ndcg });
  const bm25 = movies.test.labels.map((_, row) => movies.test.values[row * movies.test.columns]!);
  log(`movies, BM25 of the title alone: NDCG@10 ${ndcg10(movies.test, bm25).toFixed(4)}`);
  return {
    builtIn: figures(builtIn),
    lightgbm: figures(library),
    ratio: {
      "lightgbm, built-in": library.s / builtIn.s,
      "lightgbm, built-in NDCG@10": builtIn.ndcg10 / library.ndcg10,
    },
  };
}

function ndcg10({ labels, groups }: TrainingRows, scores: ArrayLike<number>): number {
  let start = 0;
  const values = Array.from(groups, (size) => {
    const order = Array.from({ length: size }, (_, i) => start + i).sort((a, b) => scores[b]! - scores[a]! || a - b);
    const grades = Array.from(labels.subarray(start, (start += size)));
    return (
      ndcg(
        order.map((row) => labels[row]!),
        grades,
        10,
      ) ?? NaN
    );
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [s: number, T]> {
  const startMs = performance.now();
  const result = await work();
  return [(performance.now() - startMs) / 1000, result];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
