import { columnNames, meanNdcg, rankingRows } from "../../src/testing/ranking-rows.ts";
import { createFlatScorer } from "../model/flat-scorer.ts";
import { readLightgbm } from "../model/read-lightgbm.ts";
import { checkParams } from "./check-params.ts";
import { chooseParams } from "./choose-params.ts";
import { trainBuiltIn } from "./train-built-in.ts";

const grades = [0, 1, 2, 3];

test("evidence decides: nothing below 20 queries, regression below 50, then lambdarank", () => {
  const plan = (queries: number, positives = queries * 3) =>
    chooseParams({ queries, positives, rows: queries * 12, grades });
  expect(plan(19)).toMatchObject({ kind: "hand_weights", reason: expect.stringContaining("19 queries") as string });
  expect(plan(20)).toMatchObject({ kind: "train", params: { objective: "regression" } });
  expect(plan(49)).toMatchObject({ kind: "train", params: { objective: "regression" } });
  expect(plan(50)).toMatchObject({ kind: "train", params: { objective: "lambdarank" } });
  expect(plan(5000, 19)).toMatchObject({ kind: "hand_weights" });
});

test("lambdarank learns what the judge measures: its depth and its gains", () => {
  const evidence = { queries: 1000, positives: 3000, rows: 12_000, grades: [0, 1, 2, 4] };
  expect(chooseParams({ ...evidence, grades: [1] })).toMatchObject({ kind: "hand_weights" });
  expect(chooseParams(evidence)).toMatchObject({
    params: {
      eval_at: [10],
      lambdarank_truncation_level: 13,
      label_gain: Array.from({ length: 31 }, (_, label) => label),
    },
  });
  expect(chooseParams({ ...evidence, depth: 5, labelGain: [0, 1, 3, 7, 15] })).toMatchObject({
    params: { eval_at: [5], lambdarank_truncation_level: 8, label_gain: [0, 1, 3, 7, 15] },
  });
});

test("trees never outgrow the evidence, and both trainers know every parameter", () => {
  const leaves = [20, 60, 150, 400, 5000].map((queries) => {
    const plan = chooseParams({ queries, positives: queries * 2, rows: queries * 20, grades });
    if (plan.kind !== "train") throw new Error(plan.reason);
    checkParams(plan.params, true);
    return plan.params["num_leaves"] as number;
  });
  expect(leaves).toEqual(leaves.toSorted((a, b) => a - b));
  expect(leaves[0]).toBe(4);
  expect(leaves.at(-1)).toBe(31);
});

test.each([25, 60, 250])("what is chosen for %d queries orders unseen ones better than the best column", (queries) => {
  const unseen = rankingRows({ queries: 200, seed: 99 });
  const best = Float64Array.from(unseen.labels, (_, row) => unseen.values[row * 8]!);
  for (const seed of [1, 2]) {
    const fit = rankingRows({ queries, seed, noise: 0.5 });
    const positives = fit.labels.filter((label) => label > 0).length;
    const plan = chooseParams({ queries, positives, rows: fit.labels.length, grades });
    if (plan.kind !== "train") throw new Error(plan.reason);
    const { text } = trainBuiltIn({
      ...{ names: columnNames(8), params: plan.params, rounds: plan.params["num_iterations"] as number },
      ...{ patience: 1, higherIsBetter: true, readFit: () => fit, readStop: null, onRound: () => undefined },
    });
    const scores = new Float64Array(unseen.labels.length);
    createFlatScorer(readLightgbm(text)).score(unseen.values, scores.length, scores);
    expect(meanNdcg(unseen, scores)).toBeGreaterThan(meanNdcg(unseen, best));
  }
});
