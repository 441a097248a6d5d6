import { ndcg } from "../../../ranking/metrics/ndcg.ts";
import { recall } from "../../../ranking/metrics/recall.ts";
import type { Window } from "./windows.ts";

/** One order of one window. */
export interface Judgment {
  /** NDCG@10 where what nobody judged counts as wrong. */
  readonly unjudgedWrong: number;
  /** NDCG@10 of the judged products alone. */
  readonly unjudgedRemoved: number;
  /** Share of the products with a positive grade among the first 100. */
  readonly recall: number;
}

export const measures = ["unjudgedWrong", "unjudgedRemoved", "recall"] as const;
export type Measure = (typeof measures)[number];

/** @param scores one a row, higher first; ties as the first stage had them */
export function judge({ judged: { grades }, rows }: Window, scores: Float64Array): Judgment {
  const order = rows.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const found = order.map((i) => rows[i]!.candidate.id);
  const all = [...grades.values()];
  const known = found.filter((id) => grades.has(id));
  const good = new Set([...grades].filter(([, grade]) => grade > 0).map(([id]) => id));
  return {
    unjudgedWrong:
      ndcg(
        found.map((id) => grades.get(id) ?? 0),
        all,
        10,
      ) ?? 0,
    unjudgedRemoved:
      ndcg(
        known.map((id) => grades.get(id)!),
        all,
        10,
      ) ?? 0,
    recall: recall(found, good, 100) ?? 0,
  };
}
