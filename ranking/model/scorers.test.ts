import fc from "fast-check";
import { fixtureNames, readModelFixture } from "../../src/testing/model-fixtures.ts";
import { plainScore } from "../../src/testing/plain-trees.ts";
import { randomTrees } from "../../src/testing/random-trees.ts";
import { seededRandom } from "../metrics/random.ts";
import { checkSamples } from "./check-samples.ts";
import { createFlatScorer } from "./flat-scorer.ts";
import { fromTables, loadWasm, openScorer, scorerTables, transferables } from "./open-scorer.ts";
import { readLightgbm } from "./read-lightgbm.ts";
import { createSimdScorer } from "./simd-scorer.ts";
import { simdTables } from "./simd-tables.ts";
import type { Scorer, TreeModel } from "./tree-model.ts";

const wasm = await loadWasm();

const scored = (scorer: Scorer, values: Float32Array | Float64Array): Float64Array => {
  const rows = values.length / scorer.columns;
  const out = new Float64Array(rows).fill(NaN);
  scorer.score(values, rows, out);
  return out;
};

/** Index of the first difference in bits, or -1. */
const firstDifference = (a: Float64Array, b: Float64Array): number =>
  a.findIndex((value, i) => !Object.is(value, b[i]));

describe.each(fixtureNames)("the scores of LightGBM's model %s", (name) => {
  const { text, float32, float64 } = readModelFixture(name);
  const model = readLightgbm(text);

  it("are the flat scorer's, bit for bit, of float32 and float64 rows", () => {
    const scorer = createFlatScorer(model);
    expect(scored(scorer, float32.values)).toEqual(float32.scores);
    expect(scored(scorer, float64.values)).toEqual(float64.scores);
  });

  it("are the plain oracle's, which stands in for LightGBM in the tests below", () => {
    const rows = Array.from(float64.scores, (_, row) => float64.values.subarray(row * model.columns));
    expect(Float64Array.from(rows, (row) => plainScore(model, row))).toEqual(float64.scores);
  });

  if (name === "many-leaves") {
    it("are not asked of the SIMD scorer, which has a byte a leaf", async () => {
      expect(() => createSimdScorer(model, wasm)).toThrow(RangeError);
      expect((await openScorer(model)).kind).toBe("flat");
    });
  } else {
    it("are the SIMD scorer's, bit for bit, of float32 and float64 rows", async () => {
      const scorer = createSimdScorer(model, wasm);
      expect(scored(scorer, float32.values)).toEqual(float32.scores);
      expect(scored(scorer, float64.values)).toEqual(float64.scores);
      expect((await openScorer(model)).kind).toBe("simd");
    });
  }

  it("are recognised by checkSamples, and others are not", async () => {
    const values = Array.from(float64.values, (value) => (Number.isNaN(value) ? null : value));
    const scores = Array.from(float64.scores);
    const scorer = await openScorer(model);
    const samples = { columns: model.columns, values, scores };
    expect(checkSamples(scorer, samples)).toBe(true);
    const off = scores.with(2, scores[2]! + Math.abs(scores[2]!) * Number.EPSILON);
    expect(checkSamples(scorer, { ...samples, scores: off })).toBe(false);
    expect(checkSamples(scorer, { ...samples, values: values.slice(1) })).toBe(false);
  });
});

/** Values that a model's nodes tell apart: thresholds, their neighbours, and what is special. */
function awkwardRows(
  model: TreeModel,
  rows: number,
  random: () => number,
  single: boolean,
): Float32Array | Float64Array {
  const whole = (below: number) => Math.floor(random() * below);
  const values = single ? new Float32Array(rows * model.columns) : new Float64Array(rows * model.columns);
  const special = [
    NaN,
    0,
    -0,
    Infinity,
    -Infinity,
    5e-324,
    -1e-45,
    1e-40,
    1e-35,
    -1e-35,
    1e300,
    -1e300,
    -1,
    -0.5,
    2 ** 31,
    1e10,
  ];
  const nodes = model.feature.length;
  for (let i = 0; i < values.length; i++) {
    const kind = whole(6);
    const threshold = nodes === 0 ? 0 : model.threshold[whole(nodes)]!;
    if (kind === 0) values[i] = special[whole(special.length)]!;
    else if (kind === 1) values[i] = threshold;
    else if (kind === 2) values[i] = threshold * (1 + (whole(2) === 0 ? 1 : -1) * (single ? 2 ** -23 : 2 ** -52));
    else if (kind === 3) values[i] = whole(140) + (whole(4) === 0 ? 0.7 : 0);
    else values[i] = (random() - 0.5) * 10 ** whole(4);
  }
  return values;
}

describe("a model of any shape", () => {
  const shapes = fc.record({
    seed: fc.nat(),
    columns: fc.integer({ min: 1, max: 12 }),
    trees: fc.integer({ min: 0, max: 20 }),
    maxLeaves: fc.constantFrom(1, 2, 9, 40, 256),
    thresholds: fc.constantFrom(1, 5, 40, 700, 6000),
    rows: fc.constantFrom(1, 2, 63, 64, 65, 127, 128, 129, 255, 256, 257, 600),
    single: fc.boolean(),
    sets: fc.integer({ min: 0, max: 3 }),
  });

  it("is scored alike by the plain oracle, the flat and the SIMD scorer, bit for bit", () => {
    fc.assert(
      fc.property(shapes, ({ seed, rows, single, sets, ...shape }) => {
        const random = seededRandom(seed);
        const categorical = Array.from({ length: sets }, () => Math.floor(random() * shape.columns));
        const model = readLightgbm(randomTrees(random, { ...shape, categorical }));
        const values = awkwardRows(model, rows, random, single);
        const expected = Float64Array.from({ length: rows }, (_, row) =>
          plainScore(model, values.subarray(row * model.columns)),
        );
        expect(firstDifference(scored(createFlatScorer(model), values), expected)).toBe(-1);
        expect(firstDifference(scored(createSimdScorer(model, wasm), values), expected)).toBe(-1);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("is scored alike on 100,000 rows, in any order of calls and sizes", () => {
    const random = seededRandom(5);
    const model = readLightgbm(
      randomTrees(random, { columns: 9, trees: 30, maxLeaves: 31, thresholds: 300, categorical: [2, 5] }),
    );
    const simd = createSimdScorer(model, wasm);
    const flat = createFlatScorer(model);
    for (let done = 0, n = 1; done < 100_000; done += n, n = 1 + Math.floor(random() * 3000)) {
      const values = awkwardRows(model, n, random, random() < 0.5);
      expect(firstDifference(scored(simd, values), scored(flat, values))).toBe(-1);
    }
  }, 60_000);
});

it.each(["plain", "many-leaves"] as const)(
  "the tables of %s score alike after a transfer to another thread",
  async (name) => {
    const { text, float64 } = readModelFixture(name);
    const tables = scorerTables(readLightgbm(text));
    const scorer = await fromTables(structuredClone(tables, { transfer: transferables(tables) }));
    expect(scored(scorer, float64.values)).toEqual(float64.scores);
  },
);

it("a scorer writes no score of a row that it was not asked for, and refuses arrays that are too short", async () => {
  const model = readLightgbm(readModelFixture("plain").text);
  for (const scorer of [await openScorer(model), createFlatScorer(model)]) {
    const out = new Float64Array(4).fill(7);
    scorer.score(new Float32Array(3 * model.columns), 3, out);
    expect(out[3]).toBe(7);
    expect(() => scorer.score(new Float32Array(3 * model.columns - 1), 3, out)).toThrow(RangeError);
    expect(() => scorer.score(new Float32Array(5 * model.columns), 5, out)).toThrow(RangeError);
  }
});

it("a model with more thresholds or larger categories than the SIMD scorer takes goes to the flat one", async () => {
  const one = (threshold: string, decision: number, more: string[]) =>
    [
      ...["tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "max_feature_idx=0", "feature_names=a"],
      ...[
        "feature_infos=none",
        "",
        "Tree=0",
        "num_leaves=2",
        `num_cat=${more.length === 0 ? 0 : 1}`,
        "split_feature=0",
      ],
      ...["split_gain=1", `threshold=${threshold}`, `decision_type=${decision}`, "left_child=-1", "right_child=-2"],
      ...["leaf_value=1 2", "leaf_count=1 1", "internal_count=2", ...more, "", "", "end of trees"],
    ].join("\n");
  const words = (count: number) => [`cat_boundaries=0 ${count}`, `cat_threshold=${"0 ".repeat(count - 1)}8`];
  const near = readLightgbm(one("0", 1, words(2048)));
  const far = readLightgbm(one("0", 1, words(2049)));
  expect((await openScorer(near)).kind).toBe("simd");
  expect((await openScorer(far)).kind).toBe("flat");
  const values = Float64Array.of(65_507, 65_539, 3, 65_536, NaN);
  expect([...scored(await openScorer(near), values)]).toEqual([1, 2, 2, 2, 2]);
  expect([...scored(await openScorer(far), values)]).toEqual([2, 1, 2, 2, 2]);

  const many = (nodes: number) => {
    const chain = Array.from({ length: nodes }, (_, node) => readLightgbm(one(String(node), 0, [])));
    const joined = (key: "feature" | "threshold" | "decision" | "left" | "right" | "leafValue") =>
      chain.flatMap((model) => [...model[key]]);
    return {
      ...chain[0]!,
      treeCount: nodes,
      nodeStart: Int32Array.from({ length: nodes + 1 }, (_, i) => i),
      leafStart: Int32Array.from({ length: nodes + 1 }, (_, i) => 2 * i),
      feature: Int32Array.from(joined("feature")),
      threshold: Float64Array.from(joined("threshold")),
      decision: Uint8Array.from(joined("decision")),
      left: Int32Array.from(joined("left")),
      right: Int32Array.from(joined("right")),
      leafValue: Float64Array.from(joined("leafValue")),
    };
  };
  const full = many(4096);
  const rows = Float32Array.of(-1, 0, 1, 255, 256, 4095, 4096, NaN, 2000.5);
  expect(scored(createSimdScorer(full, wasm), rows)).toEqual(scored(createFlatScorer(full), rows));
  expect(simdTables(many(4097))).toBeNull();
});
