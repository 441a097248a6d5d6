/** What a model made up for tests is like. */
export interface RandomTrees {
  readonly columns: number;
  readonly trees: number;
  readonly maxLeaves: number;
  /** Columns split by category sets; each other one has numbers. */
  readonly categorical: readonly number[];
  /** Different thresholds of a column, at most. */
  readonly thresholds: number;
}

/** Zero's neighbourhood, in which LightGBM sees zeros; what overflows float32; the ends. */
const awkward = [
  0,
  -0,
  1e-35,
  -1e-35,
  Math.fround(1e-35),
  -Math.fround(1e-35),
  1.0000002e-35,
  5e-324,
  -1e-40,
  1e300,
  -1e300,
  Infinity,
  -Infinity,
  3.4028234663852886e38,
];

/**
 * A model in LightGBM's text format, with trees of any shape, awkward thresholds and every decision type.
 *
 * @param random in [0, 1)
 */
export function randomTrees(random: () => number, shape: RandomTrees): string {
  const whole = (below: number) => Math.floor(random() * below);
  const pools = Array.from({ length: shape.columns }, () =>
    Array.from({ length: 1 + whole(shape.thresholds) }, () => {
      if (random() < 0.2) return awkward[whole(awkward.length)]!;
      const value = (random() - 0.5) * 10 ** whole(4);
      return random() < 0.5 ? value : Math.fround(value);
    }),
  );
  const texts = Array.from({ length: shape.trees }, (_, tree) => treeText(tree, whole, random, shape, pools));
  const names = pools.map((_, column) => `f${column}`).join(" ");
  return [
    "tree",
    "version=v4",
    "num_class=1",
    "num_tree_per_iteration=1",
    "label_index=0",
    `max_feature_idx=${shape.columns - 1}`,
    "objective=lambdarank",
    `feature_names=${names}`,
    `feature_infos=${pools.map(() => "[-1:1]").join(" ")}`,
    `tree_sizes=${texts.map((text) => text.length).join(" ")}`,
    "",
    `${texts.join("")}end of trees\n`,
  ].join("\n");
}

/** As LightGBM grows one: node k splits a leaf, whose number stays with its left child; its right child is leaf k + 1. */
function treeText(
  tree: number,
  whole: (below: number) => number,
  random: () => number,
  { columns, maxLeaves, categorical }: RandomTrees,
  pools: readonly (readonly number[])[],
): string {
  const leaves = 1 + whole(maxLeaves);
  const left: number[] = [];
  const right: number[] = [];
  const parentOf = new Map<number, { node: number; side: number[] }>();
  for (let node = 0; node < leaves - 1; node++) {
    // Now and then a long chain.
    const leaf = random() < 0.3 ? node : whole(node + 1);
    const parent = parentOf.get(leaf);
    if (parent !== undefined) parent.side[parent.node] = node;
    left.push(~leaf);
    right.push(~(node + 1));
    parentOf.set(leaf, { node, side: left });
    parentOf.set(node + 1, { node, side: right });
  }
  const leafRows = Array.from({ length: leaves }, () => 1 + whole(50));
  const rows = (child: number): number => (child < 0 ? leafRows[~child]! : rows(left[child]!) + rows(right[child]!));
  const nodes = left.map((_, node) => node);
  const feature = nodes.map(() => whole(columns));
  const sets: number[][] = [];
  const threshold = feature.map((column) => {
    if (categorical.includes(column)) return sets.push(Array.from({ length: 1 + whole(4) }, () => whole(2 ** 32))) - 1;
    return pools[column]![whole(pools[column]!.length)]!;
  });
  const fields: [string, readonly (number | string)[]][] = [
    ["num_leaves", [leaves]],
    ["num_cat", [sets.length]],
    ["split_feature", feature],
    ["split_gain", nodes.map(() => whole(1000) / 8)],
    ["threshold", threshold.map(written)],
    ["decision_type", feature.map((column) => (categorical.includes(column) ? 1 : 2 * whole(2) + 4 * whole(3)))],
    ["left_child", left],
    ["right_child", right],
    ["leaf_value", leafRows.map(() => written(random() - 0.5))],
    ["leaf_count", leafRows],
    ["internal_count", nodes.map(rows)],
    ["is_linear", [0]],
    ["shrinkage", [1]],
  ];
  if (sets.length > 0) {
    const ends = sets.map((_, i) => sets.slice(0, i + 1).flat().length);
    fields.push(["cat_boundaries", [0, ...ends]], ["cat_threshold", sets.flat()]);
  }
  return `Tree=${tree}\n${fields.map(([key, values]) => `${key}=${values.join(" ")}\n`).join("")}\n\n`;
}

const written = (value: number) => (Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "inf"));
