import { columnNames, meanNdcg, rankingRows } from "../../src/testing/ranking-rows.ts";
import { createFlatScorer } from "../model/flat-scorer.ts";
import { readLightgbm } from "../model/read-lightgbm.ts";
import type { Rows } from "./check-rows.ts";
import { trainBuiltIn } from "./train-built-in.ts";
import type { TrainInput } from "./training.ts";

const fit = rankingRows({ queries: 150, seed: 1 });
const stop = rankingRows({ queries: 50, seed: 2 });
const unseen = rankingRows({ queries: 100, seed: 3 });

const params = {
  objective: "lambdarank",
  metric: "ndcg",
  num_leaves: 8,
  min_data_in_leaf: 20,
  label_gain: [0, 1, 2, 3],
};

function train(change: Partial<TrainInput> = {}, rows: Rows = fit) {
  return trainBuiltIn({
    ...{ names: columnNames(8), params, rounds: 40, patience: 10, higherIsBetter: true },
    ...{ readFit: () => rows, readStop: null, onRound: () => undefined },
    ...change,
  });
}

function score(text: string, { values, labels }: Rows): Float64Array {
  const out = new Float64Array(labels.length);
  createFlatScorer(readLightgbm(text)).score(values, labels.length, out);
  return out;
}

test("orders queries it has not seen far better than the best column alone", () => {
  const { text, rounds } = train();
  const first = Float64Array.from(unseen.labels, (_, row) => unseen.values[row * 8]!);
  expect(rounds).toBe(40);
  expect(meanNdcg(unseen, score(text, unseen)) - meanNdcg(unseen, first)).toBeGreaterThan(0.05);
});

test("learns nothing from labels that are chance", () => {
  const chance = rankingRows({ queries: 150, seed: 4, noise: 1 });
  const judged = rankingRows({ queries: 400, seed: 5, noise: 1 });
  const random = Float64Array.from(judged.labels, (_, row) => judged.values[row * 8 + 7]!);
  const { text } = train({}, chance);
  expect(Math.abs(meanNdcg(judged, score(text, judged)) - meanNdcg(judged, random))).toBeLessThan(0.03);
});

test("the same rows and parameters give the same text; another seed another one, when rows are drawn", () => {
  const drawn = { ...params, bagging_fraction: 0.7, bagging_freq: 1, feature_fraction: 0.6 };
  const once = train({ params: drawn }).text;
  expect(train({ params: drawn }).text).toBe(once);
  expect(train({ params: { ...drawn, seed: 2 } }).text.replace("[seed: 2]\n", "")).not.toBe(once);
});

test("stops by the stop slice and keeps the best round's trees", () => {
  const noisy = rankingRows({ queries: 60, seed: 6, noise: 0.8 });
  const input = { rounds: 300, patience: 8, readStop: () => stop, params: { ...params, learning_rate: 0.3 } };
  const { rounds, history, text } = train(input, noisy);
  expect(history.length).toBe(rounds + 8);
  expect(Math.max(...history)).toBe(history[rounds - 1]);
  expect(readLightgbm(text).treeCount).toBe(rounds);
});

test("its text scores the stop slice as training did, to the history's last digit", () => {
  const { text, history, rounds } = train({ readStop: () => stop, patience: 1000 });
  const again = train({ readStop: () => stop, patience: 1000, rounds });
  expect(again.text).toBe(text);
  // The measure of the text's own scores: equal only when bins, NaN and thresholds mean the same in both places.
  const known = stop.groups.reduce((sum, size, i) => {
    const labels = stop.labels.slice(i * size, (i + 1) * size);
    return sum + Number(labels.some((label) => label > 0));
  }, 0);
  const mean = meanNdcg(stop, score(text, stop));
  const withEmpty = (mean * known + (stop.groups.length - known)) / stop.groups.length;
  expect(history[rounds - 1]).toBeCloseTo(withEmpty, 12);
});

test("regression starts from the mean, and comes closer to the labels with each round", () => {
  const change = { params: { objective: "regression", metric: "l2" }, readStop: () => stop, higherIsBetter: false };
  const { history, text } = train({ ...change, patience: 1000, rounds: 20 });
  const mean = fit.labels.reduce((sum, label) => sum + label, 0) / fit.labels.length;
  const spread = stop.labels.reduce((sum, label) => sum + (label - mean) ** 2, 0) / stop.labels.length;
  expect(history[0]).toBeLessThan(spread);
  expect(history[19]).toBeLessThan(0.7 * spread);
  const scores = score(text, fit);
  expect(scores.reduce((sum, x) => sum + x, 0) / scores.length).toBeCloseTo(mean, 1);
});

test("a Poisson regression expects as much in sum as there is, and tells rows apart", () => {
  const change = { params: { objective: "poisson", metric: "poisson" }, readStop: () => stop, higherIsBetter: false };
  const { history, text } = train({ ...change, patience: 1000, rounds: 60 });
  expect(history[59]).toBeLessThan(history[0]!);
  const expected = score(text, fit).map(Math.exp);
  const sum = fit.labels.reduce((all, label) => all + label, 0);
  expect(expected.reduce((all, one) => all + one, 0) / sum).toBeCloseTo(1, 1);
  expect(meanNdcg(unseen, score(text, unseen))).toBeGreaterThan(0.8);
});

test("random bounds make other trees, the same ones again, and good orders, too", () => {
  const random = { ...params, extra_trees: true };
  const { text } = train({ params: random });
  expect(text).not.toBe(train().text);
  expect(train({ params: random }).text).toBe(text);
  expect(meanNdcg(unseen, score(text, unseen))).toBeGreaterThan(meanNdcg(unseen, score(train().text, unseen)) - 0.03);
});

test("rows of weight 0 teach nothing", () => {
  const weights = Float32Array.from(fit.labels, (_, row) => (row < fit.labels.length / 2 ? 1 : 0));
  const change = { params: { ...params, objective: "regression", metric: "l2" } };
  const weighted = score(train(change, { ...fit, weights }).text, unseen);
  const upsideDown = fit.labels.map((label, row) => (weights[row] === 0 ? 3 - label : label));
  expect(score(train(change, { ...fit, weights, labels: upsideDown }).text, unseen)).toEqual(weighted);
});

test("says so when nothing can be split", () => {
  const constant = { ...fit, values: new Float32Array(fit.values.length) };
  expect(() => train({}, constant)).toThrow(/no feature splits these rows/);
});
