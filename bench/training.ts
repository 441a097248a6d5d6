import { availableParallelism } from "node:os";
import { openLibrary } from "../src/adapters/lightgbm/library.ts";
import { openBuiltIn } from "../src/adapters/lightgbm/open-trainer.ts";
import { trainLightgbm } from "../src/adapters/lightgbm/train-lightgbm.ts";
import type { JsonObject } from "../src/domain/json.ts";
import type { Trained, Trainer, TrainingRows } from "../src/ports/trainer.ts";
import { lightgbmFile, lightgbmForTests } from "../src/testing/lightgbm.ts";
import { columnNames, rankingRows } from "../src/testing/ranking-rows.ts";
import { ndcg } from "../ranking/metrics/ndcg.ts";
import { seededRandom } from "../ranking/metrics/random.ts";
import type { Benchmark, BenchResult } from "./harness.ts";
import { type MovieRows, readMovieRows } from "./movie-rows.ts";

const SHOWN = 10;
const COLUMNS = 40;
const ROUNDS = 100;

const params: JsonObject = {
  ...{
    objective: "lambdarank",
    metric: "ndcg",
    eval_at: [10],
    lambdarank_truncation_level: 13,
    num_iterations: ROUNDS,
  },
  ...{ learning_rate: 0.1, num_leaves: 31, min_data_in_leaf: 50, lambda_l2: 1, seed: 1 },
};

interface Slices {
  readonly names: readonly string[];
  readonly fit: TrainingRows;
  readonly stop: TrainingRows;
}

/**
 * Rows → model in a process of its own (start, transport, early stopping, text back), beside the library called in
 * this process on the same matrices; and the built-in trainer beside the library on the judged movies.
 */
export const bench: Benchmark = {
  name: "training",
  title: "rows → model in a child process, beside LightGBM alone; the built-in trainer beside LightGBM on movies",
  async run({ quick, log }): Promise<BenchResult> {
    const seed = 1;
    const trainer = await lightgbmForTests();
    if (trainer === null) throw new Error("the peer of this benchmark is LightGBM, and it cannot be had here");
    const alone = await openAlone();
    const impressions = quick ? 10_000 : 100_000;
    const rounds = 3;
    const slices = impressionRows(impressions, seed);
    log(`${impressions} impressions of ${SHOWN} products, ${COLUMNS} features, ${ROUNDS} trees`);
    const times = { ours: [] as number[], alone: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      times.alone.push(timed(() => alone(slices))[0]);
      times.ours.push((await timedAsync(() => train(trainer, slices)))[0]);
      log(`round ${round + 1}: child ${seconds(times.ours)}, alone ${seconds(times.alone)}`);
    }
    const movies = readMovieRows(log);
    const judged = movies === null ? null : await onMovies(movies, trainer, log);
    const ours = median(times.ours);
    const theirs = median(times.alone);
    return {
      unit: "s",
      ours: { training: ours, ...judged?.builtIn },
      peers: { lightgbm: { training: theirs, ...judged?.lightgbm } },
      ratio: { lightgbm: theirs / ours, ...judged?.ratio },
      n: rounds,
      seed,
    };
  },
};

async function train(trainer: Trainer, { names, fit, stop }: Slices): Promise<Trained> {
  const run = { signal: new AbortController().signal, onProgress: () => undefined };
  return await trainer.train({ names, fit, stop, params, patience: 20 }, run);
}

/** The library in this process, with the trainer's own threads and parameters. */
async function openAlone(): Promise<(slices: Slices) => void> {
  process.env["OMP_WAIT_POLICY"] = "PASSIVE"; // read when the library is loaded
  process.env["OMP_NUM_THREADS"] = String(Math.max(1, availableParallelism() - 1));
  const library = openLibrary(await lightgbmFile());
  return ({ names, fit, stop }) => {
    trainLightgbm(library, {
      ...{ names, params: { ...params, deterministic: true, force_col_wise: true, verbosity: -1 }, rounds: ROUNDS },
      ...{ patience: 20, higherIsBetter: true, readFit: () => fit, readStop: () => stop, onRound: () => undefined },
    });
  };
}

/** Both trainers on the same movies: time, and NDCG@10 on queries none of whose words sets were fitted on. */
async function onMovies(movies: MovieRows, lightgbm: Trainer, log: (line: string) => void) {
  const sides: { s: number; ndcg10: number; rounds: number }[] = [];
  for (const trainer of [openBuiltIn(), lightgbm]) {
    const [s, { text, rounds }] = await timedAsync(() => train(trainer, movies));
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

/** Four of five impressions to fit on, the last to stop by. */
function impressionRows(impressions: number, seed: number): Slices {
  const random = seededRandom(seed);
  const all = rankingRows({ queries: impressions, size: SHOWN, columns: COLUMNS, seed, noise: 0.6 });
  const cut = Math.floor(impressions * 0.8);
  // A shop's features are rarely spread evenly: half of the columns are mostly 0, or few values.
  for (let row = 0; row < all.labels.length; row++) {
    for (let column = COLUMNS / 2; column < COLUMNS; column++) {
      const at = row * COLUMNS + column;
      all.values[at] = column % 2 === 0 ? Math.round(all.values[at]! * 8) : random() < 0.8 ? 0 : all.values[at]!;
    }
  }
  const part = (from: number, to: number): TrainingRows => ({
    ...all,
    values: all.values.subarray(from * SHOWN * COLUMNS, to * SHOWN * COLUMNS),
    labels: all.labels.subarray(from * SHOWN, to * SHOWN),
    groups: all.groups.subarray(from, to),
  });
  return { names: columnNames(COLUMNS), fit: part(0, cut), stop: part(cut, impressions) };
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

function timed<T>(work: () => T): readonly [s: number, T] {
  const startMs = performance.now();
  const result = work();
  return [(performance.now() - startMs) / 1000, result];
}

async function timedAsync<T>(work: () => Promise<T>): Promise<readonly [s: number, T]> {
  const startMs = performance.now();
  const result = await work();
  return [(performance.now() - startMs) / 1000, result];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function seconds(values: readonly number[]): string {
  return `${values.at(-1)!.toFixed(1)} s`;
}
