import { lightgbmForTests } from "../../src/testing/lightgbm.ts";
import { randomTrees } from "../../src/testing/random-trees.ts";
import { seededRandom } from "../metrics/random.ts";
import { explainRow } from "./explain-row.ts";
import { createFlatScorer } from "./flat-scorer.ts";
import { loadWasm } from "./open-scorer.ts";
import { readLightgbm } from "./read-lightgbm.ts";
import { createSimdScorer } from "./simd-scorer.ts";
import type { TreeModel } from "./tree-model.ts";

/*
 * Against the library itself, which also reads made-up models: every decision type, awkward thresholds, category sets.
 */
const lightgbm = await lightgbmForTests();
const here = lightgbm === null ? it.skip : it;
const wasm = await loadWasm();
const ROWS = 100_000;
/** 1 to 3 were tried. */
const SEED = 1;

const shapes = [
  { columns: 8, trees: 40, maxLeaves: 31, thresholds: 300, categorical: [] },
  { columns: 5, trees: 30, maxLeaves: 64, thresholds: 40, categorical: [1, 3] },
  { columns: 3, trees: 8, maxLeaves: 256, thresholds: 6000, categorical: [] },
];

describe.each(shapes)("a model of $columns columns, $trees trees, $maxLeaves leaves", (shape) => {
  here(
    "gives 100,000 rows LightGBM's scores, bit for bit, from both scorers, of both kinds of floats",
    async () => {
      const random = seededRandom(SEED);
      const text = randomTrees(random, shape);
      const model = readLightgbm(text);
      for (const values of [new Float32Array(ROWS * shape.columns), new Float64Array(ROWS * shape.columns)]) {
        fill(values, model, random);
        const expected = await lightgbm!.score(text, values, shape.columns);
        for (const scorer of [createFlatScorer(model), createSimdScorer(model, wasm)]) {
          const out = new Float64Array(ROWS);
          scorer.score(values, ROWS, out);
          expect(out.findIndex((score, row) => !Object.is(score, expected[row]))).toBe(-1);
        }
      }
    },
    60_000,
  );

  here(
    "gives 200 rows LightGBM's contributions to 9 digits",
    async () => {
      const random = seededRandom(SEED);
      const text = randomTrees(random, { ...shape, maxLeaves: 31 });
      const model = readLightgbm(text);
      const values = fill(new Float64Array(200 * shape.columns), model, random);
      const expected = await lightgbm!.contributions(text, values, shape.columns);
      const width = shape.columns + 1;
      for (let row = 0; row < 200; row++) {
        const explained = explainRow(model, values.subarray(row * shape.columns, (row + 1) * shape.columns));
        const scale = Math.max(...explained.map(Math.abs));
        explained.forEach((value, i) => {
          expect(Math.abs(value - expected[row * width + i]!)).toBeLessThan(1e-9 * scale);
        });
      }
    },
    60_000,
  );
});

/** Thresholds, their neighbours, categories known and unknown, and what is special. */
function fill<A extends Float32Array | Float64Array>(values: A, { threshold }: TreeModel, random: () => number): A {
  const whole = (below: number) => Math.floor(random() * below);
  const special = [
    NaN,
    0,
    -0,
    Infinity,
    -Infinity,
    5e-324,
    1e-45,
    -1e-40,
    1e-35,
    -1e-35,
    1e300,
    -1,
    -0.5,
    2 ** 31,
    1e10,
  ];
  const step = values instanceof Float32Array ? 2 ** -23 : 2 ** -52;
  for (let i = 0; i < values.length; i++) {
    const kind = whole(5);
    const near = threshold[whole(threshold.length)]!;
    if (kind === 0) values[i] = special[whole(special.length)]!;
    else if (kind < 3) values[i] = near * (1 + step * (whole(3) - 1));
    else values[i] = kind === 3 ? whole(140) + (whole(4) === 0 ? 0.7 : 0) : (random() - 0.5) * 10 ** whole(4);
  }
  return values;
}
