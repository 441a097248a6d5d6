import type { ScoredOrder } from "../../../ranking/metrics/measure-orders.ts";
import { randomScores } from "../../../ranking/metrics/random-order.ts";
import {
  debiased,
  fromTruth,
  leaking,
  type Learning,
  naive,
  overFitted,
  type Score,
  type Seen,
} from "./learned-orders.ts";

export interface TenOrders {
  readonly orders: readonly ScoredOrder[];
  /** Gain of each row, expected from the clicks that were learned from. */
  readonly expected: Float64Array;
}

/** Orders from useless to as good as can be, some of which clicks flatter. */
export async function tenOrders(
  learning: Learning,
  judged: readonly Seen[],
  seed: number,
  log: (line: string) => void,
): Promise<TenOrders> {
  const { names } = learning;
  const vectors = joined(judged);
  const rows = vectors.length / names.length;
  const feature = (name: string): Float64Array => {
    const column = names.indexOf(name);
    return Float64Array.from({ length: rows }, (_, row) => vectors[row * names.length + column]!);
  };
  const [title, votes] = [feature("bm25.title"), feature("votes")];
  const scored = async (name: string, score: Promise<Score>): Promise<ScoredOrder> => {
    log(`Training: ${name}.`);
    return { name, scores: (await score)(vectors, rows) };
  };
  log("Training: clicks debiased.");
  const ours = await debiased(learning);
  const orders = [
    { name: "random", scores: randomScores(rows, seed) },
    { name: "votes alone", scores: votes },
    { name: "first stage (BM25)", scores: feature("bm25.all") },
    { name: "BM25 of the title", scores: title },
    { name: "title and votes, by hand", scores: title.map((value, row) => value + Math.log10(1 + votes[row]!)) },
    await scored("over-fitted on 300 searches", overFitted(learning)),
    { name: "position as a feature", scores: (await leaking(learning))(judged) },
    await scored("clicks as they are", naive(learning)),
    { name: "clicks debiased", scores: ours.score(vectors, rows) },
    await scored("true relevance", fromTruth(learning)),
  ];
  return { orders, expected: ours.expected(vectors, rows) };
}

function joined(seen: readonly Seen[]): Float32Array {
  const all = new Float32Array(seen.reduce((sum, { impression }) => sum + impression.vectors.length, 0));
  let at = 0;
  for (const { impression } of seen) {
    all.set(impression.vectors, at);
    at += impression.vectors.length;
  }
  return all;
}
