import { explainRow } from "../ranking/model/explain-row.ts";
import { createFlatScorer } from "../ranking/model/flat-scorer.ts";
import { loadWasm } from "../ranking/model/open-scorer.ts";
import { readLightgbm } from "../ranking/model/read-lightgbm.ts";
import { createSimdScorer } from "../ranking/model/simd-scorer.ts";
import { simdTables } from "../ranking/model/simd-tables.ts";
import type { TreeModel } from "../ranking/model/tree-model.ts";
import { seededRandom } from "../ranking/metrics/random.ts";
import type { Trainer } from "../src/ports/trainer.ts";
import { lightgbmFile, lightgbmForTests } from "../src/testing/lightgbm.ts";
import type { Benchmark, BenchResult } from "./harness.ts";
import { type LightgbmScorer, openLightgbmScorer } from "./scorer-lightgbm.ts";

const SEED = 7;
const COLUMNS = 40;
const ROWS = 200;
/** Different rows for each call: a processor learns by heart which way the same ones go. */
const BATCHES = 40;

export const bench: Benchmark = {
  name: "scorer",
  title: "SIMD and flat scorer, 200 rows × 40 columns, 500 trees × 31 leaves, beside LightGBM's C API on one thread",
  async run({ quick, log }): Promise<BenchResult> {
    const trainer = await lightgbmForTests();
    if (trainer === null) throw new Error("the peer of this benchmark is LightGBM, and it cannot be had here");
    const random = seededRandom(SEED);
    const text = await train(trainer, random);
    const [readMs, model] = timed(() => readLightgbm(text));
    const [tablesMs, tables] = timed(() => simdTables(model)!);
    log(`${model.treeCount} trees, ${model.leafValue.length} leaves; read in ${readMs.toFixed(0)} ms,`);
    log(`tables of ${Math.round(tables.bytes / 1024)} KiB in ${tablesMs.toFixed(0)} ms, both cold`);
    const lightgbm = openLightgbmScorer(await lightgbmFile(), text, COLUMNS);
    try {
      return await measure(model, lightgbm, random, quick, log);
    } finally {
      lightgbm.close();
    }
  },
};

async function train(trainer: Trainer, random: () => number): Promise<string> {
  const rows = 20_000;
  const values = makeRows(rows, random);
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const at = (column: number) => values[row * COLUMNS + column]! || 0;
    return at(0) + at(1) * at(2) + Math.sin(3 * at(3)) + (at(4) > 0.3 ? 1 : 0) + at(5) / 2 + random();
  });
  const groups = new Int32Array(rows / 100).fill(100);
  const fit = { values, columns: COLUMNS, labels, weights: null, groups, positions: null };
  const names = Array.from({ length: COLUMNS }, (_, column) => `f${column}`);
  const params = { objective: "regression", num_leaves: 31, learning_rate: 0.05, num_iterations: 500, seed: SEED };
  const run = { signal: new AbortController().signal, onProgress: () => undefined };
  return (await trainer.train({ names, fit, stop: null, params, patience: 500 }, run)).text;
}

/** Of a normal distribution; one in twenty is unknown. */
function makeRows(rows: number, random: () => number): Float32Array {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float32Array.from({ length: rows * COLUMNS }, () => (random() < 0.05 ? NaN : normal()));
}

async function measure(
  model: TreeModel,
  lightgbm: LightgbmScorer,
  random: () => number,
  quick: boolean,
  log: (line: string) => void,
): Promise<BenchResult> {
  const simd = createSimdScorer(model, await loadWasm());
  const flat = createFlatScorer(model);
  const batches = Array.from({ length: BATCHES }, () => makeRows(ROWS, random));
  const rowsOf = batches.map((batch) => Array.from({ length: ROWS }, (_, row) => rowAt(batch, row)));
  const out = new Float64Array(ROWS);
  const sides = [
    { name: "simd", samples: [] as number[], score: (i: number) => simd.score(batches[i]!, ROWS, out) },
    { name: "flat", samples: [] as number[], score: (i: number) => flat.score(batches[i]!, ROWS, out) },
    { name: "matrix", samples: [] as number[], score: (i: number) => lightgbm.matrix(batches[i]!, ROWS, out) },
    { name: "rowByRow", samples: [] as number[], score: (i: number) => lightgbm.rowByRow(rowsOf[i]!, out) },
  ];
  for (let i = 0; i < 100; i++) for (const { score } of sides.slice(0, 2)) score(i % BATCHES);
  const rounds = quick ? 5 : 25;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < BATCHES; i++) for (const { samples, score } of sides) samples.push(timed(() => score(i))[0]);
  }
  const [simdMs, flatMs, matrixMs, rowsMs] = sides.map(({ samples }) => median(samples)) as [
    number,
    number,
    number,
    number,
  ];
  const peerMs = Math.min(matrixMs, rowsMs);
  log(`LightGBM's fastest way here: ${matrixMs <= rowsMs ? "PredictForMat, row-major" : "PredictForMatSingleRowFast"}`);

  const compared = quick ? 20_000 : 100_000;
  const differences = countDifferences(compared, model, random, [simd, flat], lightgbm);
  log(`${differences} of ${compared} scores differ in a bit`);
  const explain = measureExplanations(model, rowsOf[0]!, lightgbm, quick ? 20 : 100);
  return {
    unit: "ms",
    ours: { simd: simdMs, flat: flatMs, "explain a row": explain.ours },
    peers: { lightgbm: { matrix: matrixMs, "row by row": rowsMs, "explain a row": explain.theirs } },
    ratio: {
      lightgbm: peerMs / simdMs,
      "lightgbm, flat": peerMs / flatMs,
      "lightgbm, equal bits": 1 - differences / compared,
      "lightgbm, explain": explain.theirs / explain.ours,
    },
    n: rounds * BATCHES,
    seed: SEED,
  };
}

type Scores = (values: Float32Array, rows: number, out: Float64Array) => void;

/** On rows with thresholds, zeros, infinities and subnormals among the values. */
function countDifferences(
  rows: number,
  { threshold }: TreeModel,
  random: () => number,
  ours: readonly { readonly score: Scores }[],
  lightgbm: { readonly matrix: Scores },
): number {
  const special = [0, -0, Infinity, -Infinity, 1e-45, -1e-40, 1e-35, -1e-35, 3e38, NaN];
  const values = makeRows(rows, random);
  for (let i = 0; i < values.length; i++) {
    const kind = random();
    if (kind < 0.05) values[i] = special[Math.floor(random() * special.length)]!;
    else if (kind < 0.2) values[i] = threshold[Math.floor(random() * threshold.length)]!;
  }
  const expected = new Float64Array(rows);
  lightgbm.matrix(values, rows, expected);
  const differs = new Uint8Array(rows);
  for (const scorer of ours) {
    const out = new Float64Array(rows);
    scorer.score(values, rows, out);
    for (let row = 0; row < rows; row++) if (!Object.is(out[row], expected[row])) differs[row] = 1;
  }
  return differs.reduce((sum, one) => sum + one, 0);
}

function measureExplanations(model: TreeModel, rows: readonly Float32Array[], lightgbm: LightgbmScorer, n: number) {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < n; i++) {
    const row = rows[i % rows.length]!;
    const [ourMs] = timed(() => explainRow(model, row));
    const [theirMs] = timed(() => lightgbm.contributions(row));
    ours.push(ourMs);
    theirs.push(theirMs);
  }
  return { ours: median(ours), theirs: median(theirs) };
}

const rowAt = (values: Float32Array, row: number) => values.slice(row * COLUMNS, (row + 1) * COLUMNS);

function timed<T>(work: () => T): readonly [ms: number, T] {
  const startMs = performance.now();
  const result = work();
  return [performance.now() - startMs, result];
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
