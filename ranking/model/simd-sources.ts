import { KIND_CATEGORIES, MAX_THRESHOLDS } from "./layout.ts";
import { aroundZero } from "./threshold-levels.ts";
import { isCategorical, isDefaultLeft, missingOf, type TreeModel } from "./tree-model.ts";

/** A column, with one way of telling what is missing, and all that the model's nodes ask of it. */
export type Source = NumberSource | CategorySource;

export interface NumberSource {
  readonly kind: number;
  readonly column: number;
  /** Ascending, each once. */
  readonly thresholds: Float64Array;
  /** A byte a threshold: a node sends missing values right there (1), left (2), or there are both (3). */
  readonly uses: Uint8Array;
  readonly nodes: readonly number[];
}

export interface CategorySource {
  readonly kind: typeof KIND_CATEGORIES;
  readonly column: number;
  /** Categories of each node's set. */
  readonly sets: readonly (readonly number[])[];
  readonly nodes: readonly number[];
}

/** A table of codes is kept for all categories up to the largest one. */
const MAX_CATEGORY = 65_535;
const MAX_CODES = 8_000;
const MAX_MEMBERS = 200_000;

/** @returns null when the model has more thresholds or categories than the SIMD scorer takes */
export function simdSources(model: TreeModel): Source[] | null {
  const nodesOf = new Map<number, number[]>();
  for (let node = 0; node < model.feature.length; node++) {
    const decision = model.decision[node]!;
    const kind = isCategorical(decision) ? KIND_CATEGORIES : missingOf(decision);
    const key = model.feature[node]! * 4 + kind;
    const nodes = nodesOf.get(key);
    if (nodes === undefined) nodesOf.set(key, [node]);
    else nodes.push(node);
  }
  const sources: Source[] = [];
  for (const [key, nodes] of [...nodesOf].sort(([a], [b]) => a - b)) {
    const source = (key & 3) === KIND_CATEGORIES ? categories(model, key >> 2, nodes) : numbers(model, key, nodes);
    if (source === null) return null;
    sources.push(source);
  }
  return sources;
}

function numbers(model: TreeModel, key: number, nodes: readonly number[]): NumberSource | null {
  const ascending = Float64Array.from(nodes, (node) => aroundZero(model.threshold[node]!)).sort();
  const thresholds = ascending.filter((threshold, i) => threshold !== ascending[i - 1]);
  if (thresholds.length > MAX_THRESHOLDS) return null;
  const source = { kind: key & 3, column: key >> 2, thresholds, uses: new Uint8Array(thresholds.length), nodes };
  for (const node of nodes) source.uses[rankOf(source, model, node)]! |= sendsMissing(model.decision[node]!);
  return source;
}

function categories(model: TreeModel, column: number, nodes: readonly number[]): CategorySource | null {
  const sets = nodes.map((node) => members(model, model.threshold[node]!));
  const codes = new Set(sets.flat());
  const count = sets.reduce((sum, set) => sum + set.length, 0);
  const largest = [...codes].reduce((a, b) => Math.max(a, b), 0);
  if (largest > MAX_CATEGORY || codes.size > MAX_CODES || count > MAX_MEMBERS) return null;
  return { kind: KIND_CATEGORIES, column, sets, nodes };
}

function members({ setStart, setBits }: TreeModel, set: number): number[] {
  const found: number[] = [];
  const first = setStart[set]!;
  for (let word = first; word < setStart[set + 1]!; word++) {
    for (let bit = 0; bit < 32; bit++) if ((setBits[word]! >>> bit) & 1) found.push((word - first) * 32 + bit);
  }
  return found;
}

/** Which of its source's thresholds a node has. */
export function rankOf({ thresholds }: NumberSource, model: TreeModel, node: number): number {
  const threshold = aroundZero(model.threshold[node]!);
  let low = 0;
  for (let high = thresholds.length - 1; low < high;) {
    const middle = (low + high) >> 1;
    if (thresholds[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where nothing can be missing all nodes are alike. */
export const sendsMissing = (decision: number): 1 | 2 => (missingOf(decision) !== 0 && isDefaultLeft(decision) ? 2 : 1);
