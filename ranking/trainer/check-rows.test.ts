import { checkNames, checkRows, type Rows } from "./check-rows.ts";

const names = ["a", "b"];
const rows: Rows = {
  values: Float32Array.of(1, NaN, Infinity, 0, 5, 6),
  columns: 2,
  labels: Float32Array.of(0, 3, 30),
  weights: null,
  groups: Int32Array.of(2, 1),
  positions: null,
};

function check(change: Partial<Rows>, ranking = true, gains?: number) {
  return () => {
    checkRows("fit", { ...rows, ...change }, names, ranking, gains);
  };
}

test("takes rows of whole queries, with unknown and infinite values", () => {
  expect(check({})).not.toThrow();
  expect(check({ weights: Float32Array.of(0, 1, 2), positions: Int32Array.of(0, 1, 0) })).not.toThrow();
  expect(check({ groups: new Int32Array(0), labels: Float32Array.of(-1.5, 0.1, 99) }, false)).not.toThrow();
});

test.each<[string, Partial<Rows>, string, string]>([
  ["columns", { columns: 3 }, "fit.columns", "Rows of 3 columns for 2 names"],
  ["values", { values: new Float32Array(5) }, "fit.values", "5 values are not 3 rows of 2 columns"],
  ["no rows", { labels: new Float32Array(0), values: new Float32Array(0) }, "fit.labels", "There are no rows"],
  ["weights", { weights: new Float32Array(2) }, "fit.weights", "2 weights for 3 rows"],
  ["a weight", { weights: Float32Array.of(1, -1, 1) }, "fit.weights[1]", "The weight of row 1 is -1"],
  ["NaN weight", { weights: Float32Array.of(1, 1, NaN) }, "fit.weights[2]", "The weight of row 2 is NaN"],
  ["positions", { positions: new Int32Array(4) }, "fit.positions", "4 positions for 3 rows"],
  ["a position", { positions: Int32Array.of(0, -1, 0) }, "fit.positions[1]", "The position of row 1 is -1"],
  ["NaN label", { labels: Float32Array.of(0, NaN, 1) }, "fit.labels[1]", "The label of row 1 is NaN"],
  ["half a label", { labels: Float32Array.of(0, 0.5, 1) }, "fit.labels[1]", "whole number from 0 to 30"],
  ["label 31", { labels: Float32Array.of(0, 31, 1) }, "fit.labels[1]", "whole number from 0 to 30"],
  ["an empty query", { groups: Int32Array.of(3, 0) }, "fit.groups[1]", "Query 1 has 0 rows"],
  ["a sum of queries", { groups: Int32Array.of(1, 1) }, "fit.groups", "have 2 rows together, but there are 3"],
])("refuses %s, saying where", (_what, change, where, message) => {
  expect(check(change)).toThrow(expect.objectContaining({ code: "invalid_request", where }) as Error);
  expect(check(change)).toThrow(message);
});

test("refuses a query above LightGBM's 10,000 rows", () => {
  const count = 10_001;
  const large = { values: new Float32Array(2 * count), labels: new Float32Array(count), groups: Int32Array.of(count) };
  expect(check(large)).toThrow("Query 0 has 10001 rows; LightGBM takes 10000 at most");
});

test("refuses a label that has no gain", () => {
  expect(check({ labels: Float32Array.of(0, 1, 4) }, true, 4)).toThrow("whole number from 0 to 3");
});

test("refuses names that a model's text cannot carry, or that are there twice", () => {
  checkNames(["bm25.title", "größe_1"]);
  for (const name of ["", "a b", 'a"', "a=b", "a:b", "[a]", "a,b", "a\n"]) {
    expect(() => {
      checkNames(["x", name]);
    }).toThrow(expect.objectContaining({ where: "names[1]" }) as Error);
  }
  expect(() => {
    checkNames(["a", "a"]);
  }).toThrow("a is there twice");
});
