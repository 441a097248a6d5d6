import type { Impression } from "../../domain/impression.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Trainer, TrainingRows } from "../../ports/trainer.ts";
import type { Outcome } from "../../../ranking/labels/outcome.ts";
import type { PositionBias } from "../../../ranking/labels/position-bias.ts";
import { createDebiasedRows } from "../../../ranking/labels/debiased-rows.ts";
import { createFlatScorer } from "../../../ranking/model/flat-scorer.ts";
import { readLightgbm } from "../../../ranking/model/read-lightgbm.ts";

/** Scores of rows × columns, higher first. */
export type Score = (vectors: Float32Array, rows: number) => Float64Array;

/** A search of the log with what came of it, and with what nobody but the evaluator knows. */
export interface Seen {
  readonly impression: Impression;
  readonly outcomes: readonly (Outcome | null)[];
  readonly grades: Uint8Array;
}

export interface Learning {
  readonly seen: readonly Seen[];
  readonly names: readonly string[];
  readonly bias: PositionBias;
  readonly trainer: Trainer;
  readonly rounds: number;
}

/** What clicks say when every position is taken to be looked at alike. */
export async function naive({ seen, names, trainer, rounds }: Learning): Promise<Score> {
  const told = seen.filter(({ outcomes }) => outcomes.some(Boolean));
  const labels = told.map(({ outcomes }) => outcomes.map(asClick));
  return await learn(trainer, names, rowsOf(told, labels), lambdarank, rounds);
}

const asClick = (outcome: Outcome | null): number => (outcome === null ? 0 : 1);

/** The same, with the position as a feature that is there when it is judged, and a leak. */
export async function leaking({
  seen,
  names,
  trainer,
  rounds,
}: Learning): Promise<(seen: readonly Seen[]) => Float64Array> {
  const told = seen.filter(({ outcomes }) => outcomes.some(Boolean));
  const labels = told.map(({ outcomes }) => outcomes.map(asClick));
  const wide = withPositions(rowsOf(told, labels), told);
  const score = await learn(trainer, [...names, "position"], wide, lambdarank, rounds);
  return (judged) => {
    const rows = withPositions(rowsOf(judged, null), judged);
    return score(rows.values as Float32Array, rows.labels.length);
  };
}

/** Learned from the clicks of few searches, leaf by leaf by heart. */
export async function overFitted({ seen, names, trainer, rounds }: Learning): Promise<Score> {
  const told = seen.filter(({ outcomes }) => outcomes.some(Boolean)).slice(0, 300);
  const labels = told.map(({ outcomes }) => outcomes.map(asClick));
  const byHeart = { ...lambdarank, num_leaves: 255, min_data_in_leaf: 2, min_sum_hessian_in_leaf: 0.001 };
  return await learn(trainer, names, rowsOf(told, labels), byHeart, 2 * rounds);
}

export interface Debiased {
  /** Gain, by the first step. */
  readonly expected: Score;
  readonly score: Score;
}

/** What the loop does: clicks divided by how much their place is looked at, first a Poisson regression, then pairs on what it refines. */
export async function debiased({ seen, names, trainer, rounds, bias }: Learning): Promise<Debiased> {
  const collector = createDebiasedRows({ columns: names.length, bias });
  for (const { impression, outcomes } of seen) collector.add(impression, outcomes);
  const rows = collector.finish();
  const inLogs = await learn(trainer, names, rows.expected(), poisson, rounds);
  const first: Score = (vectors, count) => inLogs(vectors, count).map(Math.exp);
  const expected = first(rows.values, rows.count);
  const { labelGain, ...refined } = rows.refined(expected);
  const params = { ...lambdarank, label_gain: [...labelGain] };
  return { expected: first, score: await learn(trainer, names, refined, params, rounds) };
}

/** Learned from true relevance: what no log could teach better. */
export async function fromTruth({ seen, names, trainer, rounds }: Learning): Promise<Score> {
  const rows = rowsOf(
    seen,
    seen.map(({ grades }) => [...grades]),
  );
  return await learn(trainer, names, rows, lambdarank, rounds);
}

const trees = { learning_rate: 0.05, feature_fraction: 0.6, num_leaves: 31, min_data_in_leaf: 50, seed: 1 };
const lambdarank = { ...trees, objective: "lambdarank", lambdarank_truncation_level: 13, label_gain: [0, 1] };
const poisson = { ...trees, objective: "poisson" };

async function learn(
  trainer: Trainer,
  names: readonly string[],
  fit: TrainingRows,
  params: JsonObject,
  rounds: number,
): Promise<Score> {
  const request = { names, fit, stop: null, params: { ...params, num_iterations: rounds }, patience: 0 };
  const { text } = await trainer.train(request, { signal: new AbortController().signal, onProgress: () => undefined });
  const scorer = createFlatScorer(readLightgbm(text));
  return (vectors, rows) => {
    const scores = new Float64Array(rows);
    scorer.score(vectors, rows, scores);
    return scores;
  };
}

function rowsOf(seen: readonly Seen[], labels: readonly (readonly number[])[] | null): TrainingRows {
  const groups = Int32Array.from(seen, ({ grades }) => grades.length);
  const total = groups.reduce((sum, rows) => sum + rows, 0);
  const columns = seen[0]!.impression.vectors.length / groups[0]!;
  const values = new Float32Array(total * columns);
  let row = 0;
  for (const { impression, grades } of seen) {
    values.set(impression.vectors, row * columns);
    row += grades.length;
  }
  return {
    values,
    columns,
    labels: labels === null ? new Float32Array(total) : Float32Array.from(labels.flat()),
    weights: null,
    groups,
    positions: null,
  };
}

function withPositions(rows: TrainingRows, seen: readonly Seen[]): TrainingRows {
  const columns = rows.columns + 1;
  const values = new Float32Array(rows.labels.length * columns);
  const positions = seen.flatMap(({ impression }) => impression.shown.map(({ position }) => position));
  for (const [row, position] of positions.entries()) {
    values.set(rows.values.subarray(row * rows.columns, (row + 1) * rows.columns), row * columns);
    values[row * columns + columns - 1] = position;
  }
  return { ...rows, values, columns };
}
