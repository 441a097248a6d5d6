import { bootstrapMean, type Interval } from "../../ranking/metrics/bootstrap.ts";
import { ndcg } from "../../ranking/metrics/ndcg.ts";
import { recall } from "../../ranking/metrics/recall.ts";
import type { JudgedQuery } from "./icecat.ts";

/** Ids found for a query, best first. */
export type Order = (query: JudgedQuery) => Promise<readonly string[]>;

/** One value a query. */
export interface Judged {
  /** NDCG@10 where a product nobody judged counts as wrong: hard on what finds products the judges were not shown. */
  readonly unjudgedWrong: readonly number[];
  /** NDCG@10 of the judged products alone, in the order they were found. */
  readonly unjudgedRemoved: readonly number[];
  /** Share of the products with a positive grade among the first 100. */
  readonly recall: readonly number[];
}

export type Measure = keyof Judged;

/** @param queries with at least one positive grade each */
export async function judgeOrder(order: Order, queries: readonly JudgedQuery[]): Promise<Judged> {
  const judged = { unjudgedWrong: [] as number[], unjudgedRemoved: [] as number[], recall: [] as number[] };
  for (const query of queries) {
    const found = await order(query);
    const { grades } = query;
    const all = [...grades.values()];
    const gradesOf = (ids: readonly string[]) => ids.map((id) => grades.get(id) ?? 0);
    const good = new Set([...grades].filter(([, grade]) => grade > 0).map(([id]) => id));
    judged.unjudgedWrong.push(ndcg(gradesOf(found), all, cutoff) ?? 0);
    judged.unjudgedRemoved.push(ndcg(gradesOf(found.filter((id) => grades.has(id))), all, cutoff) ?? 0);
    judged.recall.push(recall(found, good, 100) ?? 0);
  }
  return judged;
}

export const isTelling = ({ grades }: JudgedQuery): boolean => [...grades.values()].some((grade) => grade > 0);

/** Means with 95 % intervals over queries. */
export function intervals(judged: Judged): Readonly<Record<Measure, Interval>> {
  return {
    unjudgedWrong: bootstrapMean(judged.unjudgedWrong),
    unjudgedRemoved: bootstrapMean(judged.unjudgedRemoved),
    recall: bootstrapMean(judged.recall),
  };
}

/** Query by query what one order has over another. */
export function gain(ours: Judged, theirs: Judged): Judged {
  const minus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]!);
  return {
    unjudgedWrong: minus(ours.unjudgedWrong, theirs.unjudgedWrong),
    unjudgedRemoved: minus(ours.unjudgedRemoved, theirs.unjudgedRemoved),
    recall: minus(ours.recall, theirs.recall),
  };
}

const cutoff = 10;
