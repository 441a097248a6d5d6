import { checkParams } from "./check-params.ts";
import { aliases, ours, parameterTable } from "./parameter-table.ts";

const ranking = { objective: "lambdarank" };

test("takes LightGBM's parameters by their names", () => {
  checkParams({ ...ranking, num_leaves: 31, learning_rate: 0.1, label_gain: [0, 1, 3], eval_at: [10], seed: 7 }, true);
  checkParams({ ...ranking, extra_trees: true, monotone_constraints: [0, 1, -1], lambda_l2: 0 }, false);
});

test.each([
  [{ num_leafs: 31 }, "num_leafs is not a parameter that is known here, and LightGBM would ignore it"],
  [{ num_boost_round: 31 }, "num_boost_round is another name of num_iterations: use that"],
  [{ constructor: 1 }, "constructor is not a parameter that is known here"],
  [{ num_threads: 8 }, "num_threads is not for callers: it is one fewer than the processors"],
  [{ early_stopping_round: 8 }, "pass `patience`"],
  [{ num_leaves: 31.5 }, "num_leaves must be a whole number, not 31.5"],
  [{ num_leaves: 1 }, "num_leaves must be 2 to 4096, not 1"],
  [{ num_leaves: "31" }, 'num_leaves must be a number, not "31"'],
  [{ learning_rate: 0 }, "learning_rate must be above 0 and at most 1, not 0"],
  [{ max_bin: 256 }, "max_bin must be 2 to 255"],
  [{ lambdarank_norm: 1 }, "lambdarank_norm must be true or false"],
  [{ label_gain: [] }, "label_gain must be a list of numbers"],
  [{ label_gain: [0, null] }, "label_gain must be a number"],
  [{ label_gain: Array.from({ length: 32 }, () => 1) }, "label_gain has a gain for labels above 30"],
  [{ metric: "auc" }, "metric must be ndcg or l2 or rmse"],
  [{ objective: "binary" }, "objective must be lambdarank or regression"],
])("refuses %j", (params, message) => {
  expect(() => {
    checkParams({ ...ranking, ...params }, false);
  }).toThrow(message);
});

test("an objective must be given", () => {
  expect(() => {
    checkParams({}, false);
  }).toThrow("objective must be given");
});

test("what the built-in trainer does not know, it refuses and says what to do", () => {
  const check = () => {
    checkParams({ ...ranking, path_smooth: 1 }, true);
  };
  expect(check).toThrow("path_smooth is not known to the built-in trainer");
});

test("the tables of names do not contradict each other", () => {
  for (const [alias, name] of Object.entries(aliases)) {
    expect(parameterTable).toHaveProperty(name);
    expect(parameterTable).not.toHaveProperty(alias);
  }
  for (const name of Object.keys(ours)) expect(parameterTable).not.toHaveProperty(name);
});
