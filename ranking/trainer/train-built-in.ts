import type { Rows } from "./check-rows.ts";
import { seededRandom } from "../metrics/random.ts";
import { type Binned, binRows, makeBinMappers } from "./binned.ts";
import type { BinMapper } from "./bin-mapper.ts";
import type { Gradients } from "./gradients.ts";
import { type Ground, growTree, type HistogramPool } from "./grow-tree.ts";
import { lambdarank } from "./lambdarank.ts";
import { makeMeasure } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { drawSome, theOthers } from "./sample.ts";
import { poisson } from "./poisson.ts";
import { squaredError } from "./squared-error.ts";
import { addScores, type Tree } from "./tree.ts";
import { NOTHING_TO_SPLIT, type TrainInput, type TrainOutput } from "./training.ts";
import { writeLightgbm } from "./write-lightgbm.ts";

/**
 * LambdaMART (and regression) by gradient boosting of histogram trees, with LightGBM's parameters, defaults and text
 * format: it stands in where LightGBM's library cannot be had. The same rows and parameters give the same text.
 *
 * @throws Error when no split is possible
 */
export function trainBuiltIn(input: TrainInput): TrainOutput {
  const options = readOptions(input.params);
  const slices = readSlices(input, options);
  const trees: Tree[] = [];
  const history: number[] = [];
  let best = 0;
  for (let round = 1; round <= input.rounds; round++) {
    const tree = slices.boost(round);
    if (tree === null) break;
    trees.push(tree);
    if (slices.measure !== null) {
      const measure = slices.measure();
      history.push(measure);
      const before = history[best - 1];
      if (before === undefined || (input.higherIsBetter ? measure > before : measure < before)) best = round;
    }
    input.onRound(round);
    if (slices.measure !== null && round - best >= input.patience) break;
  }
  if (trees.length === 0) throw new Error(NOTHING_TO_SPLIT);
  const kept = slices.measure === null ? trees : trees.slice(0, best);
  return {
    text: writeLightgbm(kept, slices.mappers, input.names, input.params),
    rounds: kept.length,
    history,
    gains: gainsOf(kept, input.names.length),
  };
}

interface Slices {
  readonly mappers: readonly BinMapper[];
  /** Grows the next tree and adds it to all scores. */
  boost(round: number): Tree | null;
  readonly measure: (() => number) | null;
}

/** Both slices as bins; the matrices themselves are not held any longer than that takes. */
function readSlices(input: TrainInput, options: Options): Slices {
  const fit = readFit(input, options);
  const { mappers, ground, gradients } = fit;
  const nanBins = Int32Array.from(mappers, ({ hasNan, nanBin }) => (hasNan ? nanBin : -1));
  const stop = input.readStop === null ? null : readStop(input.readStop, fit, options);
  const { rows } = ground.binned;
  const scores = new Float64Array(rows).fill(gradients.start);
  const g = new Float32Array(rows);
  const h = new Float32Array(rows);
  const usable = Int32Array.from(mappers.keys()).filter((column) => mappers[column]!.bins > 1);
  const bags = options.baggingFreq > 0 && options.baggingFraction < 1;
  let bag: Int32Array = bags ? new Int32Array(0) : Int32Array.from({ length: rows }, (_, i) => i);
  const order = new Int32Array(rows);
  return {
    mappers,
    measure: stop === null ? null : () => stop.measure(stop.scores),
    boost(round) {
      gradients.fill(scores, g, h);
      if (bags && (round - 1) % options.baggingFreq === 0) {
        bag = drawSome(rows, options.baggingFraction, options.seed + 2 * round);
      }
      const chosen = drawSome(usable.length, options.featureFraction, options.seed + 2 * round + 1);
      const mine = order.subarray(0, bag.length);
      mine.set(bag);
      const grown = growTree(
        ground,
        chosen.map((i) => usable[i]!),
        mine,
        g,
        h,
        options,
        options.extraTrees ? seededRandom(options.seed + 3 * round) : null,
      );
      if (grown === null) return null;
      const { tree, starts } = grown;
      if (round === 1) addStart(tree, gradients.start, scores, stop?.scores);
      for (const [leaf, start] of starts.entries()) {
        const value = tree.leaves.value[leaf]!;
        const end = start + tree.leaves.count[leaf]!;
        for (let i = start; i < end; i++) scores[mine[i]!]! += value;
      }
      if (bag.length < rows) addScores(tree, ground.binned, nanBins, theOthers(rows, bag), scores);
      if (stop !== null) addScores(tree, stop.binned, nanBins, null, stop.scores);
      return tree;
    },
  };
}

/** The first tree's values carry the score that all rows start from, since the format has no other place for it. */
function addStart(tree: Tree, start: number, ...scores: readonly (Float64Array | undefined)[]): void {
  if (start === 0) return;
  for (const values of [tree.leaves.value, tree.nodes.value]) for (const i of values.keys()) values[i]! += start;
  for (const slice of scores) slice?.fill(0);
}

interface Fit {
  readonly mappers: readonly BinMapper[];
  readonly ground: Ground;
  readonly gradients: Gradients;
}

function readFit({ readFit: read }: TrainInput, options: Options): Fit {
  const rows = read();
  const mappers = makeBinMappers(rows, options);
  const offsets = new Int32Array(mappers.length);
  let bins = 0;
  for (const [column, mapper] of mappers.entries()) {
    offsets[column] = bins;
    bins += mapper.bins;
  }
  const count = rows.labels.length;
  const scratch = { rows: new Int32Array(count), g: new Float32Array(count), h: new Float32Array(count) };
  const binned = binRows(rows, mappers);
  return {
    mappers,
    ground: { binned, mappers, offsets, histograms: histogramPool(2 * bins), scratch },
    gradients: gradientsOf(rows, options),
  };
}

function gradientsOf(rows: Rows, options: Options): Gradients {
  if (options.ranking) return lambdarank(rows, options);
  return options.poisson ? poisson(rows, options) : squaredError(rows, options);
}

function readStop(
  read: () => Parameters<typeof binRows>[0],
  { mappers, gradients }: Fit,
  options: Options,
): { binned: Binned; scores: Float64Array; measure: (scores: Float64Array) => number } {
  const rows = read();
  const scores = new Float64Array(rows.labels.length).fill(gradients.start);
  return { binned: binRows(rows, mappers), scores, measure: makeMeasure(rows, options) };
}

function histogramPool(length: number): HistogramPool {
  const free: Float64Array[] = [];
  return {
    take: () => free.pop()?.fill(0) ?? new Float64Array(length),
    give(histogram) {
      free.push(histogram);
    },
  };
}

function gainsOf(trees: readonly Tree[], columns: number): number[] {
  const gains = new Array<number>(columns).fill(0);
  for (const { column, gain } of trees) for (const [i, c] of column.entries()) gains[c]! += gain[i]!;
  return gains;
}
