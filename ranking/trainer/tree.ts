import type { Binned } from "./binned.ts";

/** Nodes in the order of their making; a child below 0 is leaf -child - 1. */
export interface Tree {
  readonly column: number[];
  readonly bin: number[];
  readonly nanLeft: boolean[];
  readonly gain: number[];
  readonly left: number[];
  readonly right: number[];
  /** What a node would have answered as a leaf; weight is the sum of hessians. */
  readonly nodes: Answers;
  readonly leaves: Answers;
}

export interface Answers {
  readonly value: number[];
  readonly weight: number[];
  readonly count: number[];
}

export function emptyTree(): Tree {
  const answers = (): Answers => ({ value: [], weight: [], count: [] });
  return {
    ...{ column: [], bin: [], nanLeft: [], gain: [], left: [], right: [] },
    ...{ nodes: answers(), leaves: answers() },
  };
}

/**
 * Adds the tree's values to rows' scores.
 *
 * @param nanBins bin of NaN of each column, -1 where the fit rows had none
 * @param rows which rows; null for all
 */
export function addScores(
  tree: Tree,
  { bins, rows: count }: Binned,
  nanBins: Int32Array,
  rows: Int32Array | null,
  scores: Float64Array,
): void {
  const columns = tree.column.map((column) => bins[column]!);
  const nans = tree.column.map((column) => nanBins[column]!);
  const { bin, nanLeft, left, right } = tree;
  const values = tree.leaves.value;
  const some = rows?.length ?? count;
  for (let i = 0; i < some; i++) {
    const row = rows === null ? i : rows[i]!;
    let node = 0;
    while (node >= 0) {
      const at = columns[node]![row]!;
      const goesLeft = at === nans[node]! ? nanLeft[node]! : at <= bin[node]!;
      node = goesLeft ? left[node]! : right[node]!;
    }
    scores[row]! += values[-node - 1]!;
  }
}
