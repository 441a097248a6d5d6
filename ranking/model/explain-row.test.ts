import fc from "fast-check";
import { fixtureNames, readModelFixture } from "../../src/testing/model-fixtures.ts";
import { plainlyLeft, plainScore } from "../../src/testing/plain-trees.ts";
import { randomTrees } from "../../src/testing/random-trees.ts";
import { seededRandom } from "../metrics/random.ts";
import { explainRow } from "./explain-row.ts";
import { readLightgbm } from "./read-lightgbm.ts";
import type { TreeModel } from "./tree-model.ts";

/** Largest difference, as a share of the largest number. */
const apart = (a: Float64Array, b: Float64Array): number => {
  const scale = Math.max(...b.map(Math.abs), Number.MIN_VALUE);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / scale));
};

it.each(fixtureNames)("the contributions to rows of %s are LightGBM's to 12 digits", (name) => {
  const { text, float32, float64 } = readModelFixture(name);
  const model = readLightgbm(text);
  const width = model.columns + 1;
  for (const { values, contributions } of [float32, float64]) {
    expect(contributions.length).toBeGreaterThan(0);
    for (let row = 0; row < contributions.length / width; row++) {
      const explained = explainRow(model, values.subarray(row * model.columns, (row + 1) * model.columns));
      expect(apart(explained, contributions.subarray(row * width, (row + 1) * width))).toBeLessThan(1e-12);
    }
  }
});

/** Expected score where only the columns of a coalition are known: branches of the others by their training rows. */
function known(model: TreeModel, tree: number, child: number, row: Float64Array, coalition: number): number {
  const leaf = model.leafStart[tree]!;
  if (child < 0) return model.leafValue[leaf + ~child]!;
  const first = model.nodeStart[tree]!;
  const node = first + child;
  const [left, right] = [model.left[node]!, model.right[node]!];
  if ((coalition >> model.feature[node]!) & 1) {
    return known(model, tree, plainlyLeft(model, node, row) ? left : right, row, coalition);
  }
  const rows = (child: number) => (child < 0 ? model.leafRows[leaf + ~child]! : model.nodeRows[first + child]!);
  const of = (child: number) => (rows(child) / model.nodeRows[node]!) * known(model, tree, child, row, coalition);
  return of(left) + of(right);
}

/** Shapley's formula over all coalitions. */
function plainContributions(model: TreeModel, row: Float64Array): Float64Array {
  const { columns } = model;
  const worth = Array.from({ length: 1 << columns }, (_, coalition) => {
    let sum = 0;
    for (let tree = 0; tree < model.treeCount; tree++) {
      sum += known(model, tree, model.nodeStart[tree] === model.nodeStart[tree + 1] ? -1 : 0, row, coalition);
    }
    return sum;
  });
  const size = (coalition: number) => coalition.toString(2).replaceAll("0", "").length;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const shares = Array.from({ length: columns }, (_, column) =>
    worth.reduce((sum, without, coalition) => {
      if ((coalition >> column) & 1) return sum;
      const weight = (factorial(size(coalition)) * factorial(columns - size(coalition) - 1)) / factorial(columns);
      return sum + weight * (worth[coalition | (1 << column)]! - without);
    }, 0),
  );
  return Float64Array.of(...shares, worth[0]!);
}

it("the contributions to a row of any model are Shapley's values, and sum up to its score", () => {
  const shapes = fc.record({
    seed: fc.nat(),
    columns: fc.integer({ min: 1, max: 6 }),
    trees: fc.integer({ min: 1, max: 4 }),
    maxLeaves: fc.integer({ min: 1, max: 24 }),
    thresholds: fc.constantFrom(1, 20),
  });
  fc.assert(
    fc.property(shapes, ({ seed, ...shape }) => {
      const random = seededRandom(seed);
      const model = readLightgbm(randomTrees(random, { ...shape, categorical: [0] }));
      const row = Float64Array.from({ length: model.columns }, () => (random() < 0.2 ? NaN : (random() - 0.3) * 100));
      const explained = explainRow(model, row);
      expect(apart(explained, plainContributions(model, row))).toBeLessThan(1e-11);
      const sum = explained.reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - plainScore(model, row))).toBeLessThan(1e-11 * Math.max(1, ...explained.map(Math.abs)));
    }),
    { numRuns: 200 },
  );
}, 30_000);

it("a chain of 20,000 nodes over 2 columns is explained too", () => {
  const nodes = 20_000;
  const one = Array.from({ length: nodes }, (_, node) => node);
  const text = [
    ...["tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "max_feature_idx=1", "feature_names=a b"],
    ...["feature_infos=none none", "", "Tree=0", `num_leaves=${nodes + 1}`, "num_cat=0"],
    `split_feature=${one.map((node) => node % 2).join(" ")}`,
    `split_gain=${one.map(() => 1).join(" ")}`,
    `threshold=${one.map((node) => -node).join(" ")}`,
    `decision_type=${one.map(() => 2).join(" ")}`,
    `left_child=${one.map((node) => (node + 1 === nodes ? ~nodes : node + 1)).join(" ")}`,
    `right_child=${one.map((node) => ~node).join(" ")}`,
    `leaf_value=${[...one, nodes].join(" ")}`,
    `leaf_count=${[...one, nodes].map(() => 1).join(" ")}`,
    `internal_count=${one.map((node) => nodes + 1 - node).join(" ")}`,
    ...["", "", "end of trees"],
  ].join("\n");
  const model = readLightgbm(text);
  const explained = explainRow(model, Float64Array.of(-777.5, -10_000_000));
  expect(explained.reduce((a, b) => a + b, 0)).toBeCloseTo(plainScore(model, [-777.5, -10_000_000]), 6);
});
