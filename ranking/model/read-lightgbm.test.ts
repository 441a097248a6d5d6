import fc from "fast-check";
import { WinnowError } from "../../src/domain/errors.ts";
import { fixtureNames, readModelFixture } from "../../src/testing/model-fixtures.ts";
import { plainScore } from "../../src/testing/plain-trees.ts";
import { createFlatScorer } from "./flat-scorer.ts";
import { loadWasm } from "./open-scorer.ts";
import { readLightgbm } from "./read-lightgbm.ts";
import { createSimdScorer } from "./simd-scorer.ts";
import { simdTables } from "./simd-tables.ts";

const wasm = await loadWasm();

it.each(fixtureNames)("names, importance and objective of %s are LightGBM's", (name) => {
  const { text, gain } = readModelFixture(name);
  const model = readLightgbm(text);
  const ours = new Map(model.importance.map(({ feature, gain }) => [feature, gain]));
  model.names.forEach((feature, i) => {
    // The text has gains to six digits.
    expect(Math.abs((ours.get(feature) ?? 0) - gain[i]!)).toBeLessThanOrEqual(2e-5 * gain[i]!);
  });
  const ordered = model.importance.map(({ gain }) => gain);
  expect(ordered).toEqual([...ordered].sort((a, b) => b - a));
  expect(model.treeCount).toBe((text.match(/^Tree=/gm) ?? []).length);
});

it("the header says what a model is about", () => {
  const ranker = readLightgbm(readModelFixture("lambdarank").text);
  expect(ranker).toMatchObject({ objective: "lambdarank", sigmoid: null, columns: 5 });
  expect(ranker.names).toEqual(["bm25_title", "price", "prix_été", "name=odd", "e"]);
  expect(ranker.infos[0]).toMatch(/^\[-?\d/);
  expect(readLightgbm(readModelFixture("categories").text)).toMatchObject({ objective: "binary", sigmoid: 1.5 });
});

it("what follows `end of trees` is not read", () => {
  const { text } = readModelFixture("plain");
  const end = text.indexOf("end of trees") + "end of trees".length;
  expect(readLightgbm(`${text.slice(0, end)}\nTree=99\nnonsense`)).toEqual(readLightgbm(text));
});

/** One tree of three leaves, in a text without tree_sizes, so that what is wrong is found for itself. */
const tree: Readonly<Record<string, string>> = {
  num_leaves: "3",
  num_cat: "0",
  split_feature: "0 1",
  split_gain: "2 1",
  threshold: "0.5 inf",
  decision_type: "2 2",
  left_child: "1 -1",
  right_child: "-3 -2",
  leaf_value: "1 2 4",
  leaf_count: "5 6 7",
  internal_count: "18 11",
  is_linear: "0",
};
const header: Readonly<Record<string, string>> = {
  version: "v4",
  num_class: "1",
  num_tree_per_iteration: "1",
  max_feature_idx: "1",
  feature_names: "a b",
  feature_infos: "none none",
};
const lines = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([key, value]) => `${key}=${value}`);
const textOf = (changes: Readonly<Record<string, string>> = {}, headerChanges: Readonly<Record<string, string>> = {}) =>
  [
    "tree",
    ...lines({ ...header, ...headerChanges }),
    "",
    "Tree=0",
    ...lines({ ...tree, ...changes }),
    "",
    "",
    "end of trees",
  ].join("\n");
const refusal = (text: string): WinnowError => {
  try {
    readLightgbm(text);
  } catch (error) {
    if (error instanceof WinnowError) return error;
    throw error;
  }
  throw new Error("it was read");
};

it("a threshold of inf sends everything left but NaN to be sent right, and is no NaN", () => {
  const model = readLightgbm(textOf({ decision_type: "8 8" }));
  expect([Infinity, -1, NaN].map((b) => plainScore(model, [0, b]))).toEqual([1, 1, 2]);
  expect(model.threshold[1]).toBe(Infinity);
});

describe("a model's text is refused, saying where,", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["for several classes", textOf({}, { num_class: "3" }), "num_class"],
    ["for several trees an iteration", textOf({}, { num_tree_per_iteration: "2" }), "num_tree_per_iteration"],
    ["for linear trees", textOf({ is_linear: "1" }), "Tree=0 is_linear"],
    ["for another version", textOf({}, { version: "v9" }), "version"],
    ["for too few names", textOf({}, { feature_names: "a" }), "feature_names"],
    ["for too few infos", textOf({}, { feature_infos: "none" }), "feature_infos"],
    ["for fewer trees than announced", textOf({}, { tree_sizes: "200 200" }), "tree_sizes"],
    ["for a tree of another size", textOf({}, { tree_sizes: "200" }), "Tree=0"],
    ["for a count that is off", textOf({ num_leaves: "4" }), "Tree=0 split_feature"],
    ["for no leaf", textOf({ num_leaves: "0" }), "Tree=0 num_leaves"],
    ["for too few leaf values", textOf({ leaf_value: "1 2" }), "Tree=0 leaf_value"],
    ["for a leaf value that is no number", textOf({ leaf_value: "1 2 0x10" }), "Tree=0 leaf_value"],
    ["for a leaf value that is not finite", textOf({ leaf_value: "1 2 nan" }), "Tree=0 leaf_value"],
    ["for a threshold of NaN", textOf({ threshold: "0.5 nan" }), "Tree=0 threshold"],
    ["for a cycle", textOf({ left_child: "0 -1" }), "Tree=0 left_child, right_child"],
    ["for two parents", textOf({ right_child: "1 -2" }), "Tree=0 left_child, right_child"],
    ["for a child that is not there", textOf({ left_child: "7 -1" }), "Tree=0 left_child, right_child"],
    ["for a leaf that is not there", textOf({ right_child: "-9 -2" }), "Tree=0 left_child, right_child"],
    ["for an unknown feature", textOf({ split_feature: "0 2" }), "Tree=0 split_feature"],
    ["for an unknown missing type", textOf({ decision_type: "2 12" }), "Tree=0 decision_type"],
    ["for an unknown decision type", textOf({ decision_type: "2 16" }), "Tree=0 decision_type"],
    ["for a category split without sets", textOf({ decision_type: "2 1" }), "Tree=0 decision_type"],
    [
      "for a category set that is not there",
      textOf({ decision_type: "2 1", num_cat: "1", cat_boundaries: "0 1", cat_threshold: "7", threshold: "0.5 1" }),
      "Tree=0 threshold",
    ],
    [
      "for category sets beyond their words",
      textOf({ num_cat: "1", cat_boundaries: "0 2", cat_threshold: "7" }),
      "Tree=0 cat_boundaries",
    ],
    [
      "for a key twice",
      textOf().replace("leaf_value=1 2 4", "leaf_value=1 2 4\nleaf_value=1 2 5"),
      "Tree=0 leaf_value",
    ],
    ["for a missing key", textOf().replace("leaf_value=1 2 4\n", ""), "Tree=0 leaf_value"],
    ["for a cut", textOf().replace("end of trees", ""), "the end"],
    ["for no model at all", "<html>", "line 1"],
    ["for a tree out of turn", textOf().replace("Tree=0", "Tree=1"), "Tree=0"],
  ];
  it.each(cases)("%s", (_, text, where) => {
    const { code, where: found, message } = refusal(text);
    expect({ code, where: found }).toEqual({ code: "invalid_model", where });
    expect(message).toContain(where);
  });

  it("and the tree that the cases are made from is read", () => {
    expect(readLightgbm(textOf()).treeCount).toBe(1);
  });
});

describe("an altered text", () => {
  const names = ["missing-nan", "missing-zero", "categories", "one-leaf"] as const;
  // Without sizes the alterations get further.
  const texts = names.map((name) => readModelFixture(name).text.replace(/^tree_sizes=.*\n/m, ""));
  const rows = names.map((name) => readModelFixture(name).float64.values);

  /** Refused with a reason, or scored by all scorers like the plain oracle. */
  const holds = (text: string, values: Float64Array): "refused" | "read" => {
    let model;
    try {
      model = readLightgbm(text);
    } catch (error) {
      expect(error).toMatchObject({ name: "WinnowError", code: "invalid_model" });
      return "refused";
    }
    const count = Math.floor(values.length / model.columns);
    const expected = Float64Array.from({ length: count }, (_, row) =>
      plainScore(model, values.subarray(row * model.columns)),
    );
    const out = new Float64Array(count);
    createFlatScorer(model).score(values, count, out);
    expect(out).toEqual(expected);
    if (simdTables(model) !== null) {
      createSimdScorer(model, wasm).score(values, count, out.fill(NaN));
      expect(out).toEqual(expected);
    }
    return "read";
  };

  it.each(names.map((name, i) => [name, i] as const))(
    "with any line of %s missing or twice is refused or scored right",
    (_, i) => {
      const all = texts[i]!.split("\n");
      const end = Math.min(all.length, 60);
      const outcomes = { refused: 0, read: 0 };
      for (let line = 0; line < end; line++) {
        outcomes[holds(all.toSpliced(line, 1).join("\n"), rows[i]!)]++;
        outcomes[holds(all.toSpliced(line, 0, all[line]!).join("\n"), rows[i]!)]++;
      }
      expect(outcomes.refused).toBeGreaterThan(15);
    },
  );

  it("with bytes changed, cut or moved is refused or scored right", () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      to: fc.constantFrom(...Array.from("0123456789-. e=\nTinfa")),
      kind: fc.constantFrom("replace", "insert", "remove", "cut"),
    });
    fc.assert(
      fc.property(fc.nat({ max: names.length - 1 }), fc.array(change, { minLength: 1, maxLength: 3 }), (i, changes) => {
        let text = texts[i]!;
        for (const { at, to, kind } of changes) {
          const place = Math.floor(at * text.length);
          if (kind === "cut") text = text.slice(0, place);
          else
            text =
              text.slice(0, place) + (kind === "remove" ? "" : to) + text.slice(place + (kind === "insert" ? 0 : 1));
        }
        holds(text, rows[i]!);
      }),
      { numRuns: 600 },
    );
  }, 60_000);

  it("is told by tree_sizes even where all of it can be read", () => {
    const { text } = readModelFixture("plain");
    expect(refusal(text.replace("shrinkage=0.1", "shrinkage=0.10")).where).toBe("Tree=1");
  });
});
