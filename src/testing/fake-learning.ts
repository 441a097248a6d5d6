import { featureSet } from "../../ranking/feature-set.ts";
import type { Impression } from "../domain/impression.ts";
import type { Learning, RankingModel } from "../search/learning.ts";

/** The learning loop as a search sees it, without what is behind: no state, and a model of the test's own. */
export interface FakeLearning extends Learning {
  readonly impressions: Impression[];
  /** Rescorings reported: `m-1 ok`. */
  readonly outcomes: string[];
}

export function fakeLearning(options: Partial<Learning> & { readonly model?: RankingModel | null } = {}): FakeLearning {
  const { model = null, ...rest } = options;
  const impressions: Impression[] = [];
  const outcomes: string[] = [];
  return {
    featureSet,
    counters: {
      read: (_, keys) => Promise.resolve({ sequence: 7, counters: keys.map(() => new Map<string, number>()) }),
    },
    sessions: { read: () => Promise.resolve(null) },
    assigned: () => ({ arm: model === null ? "first_stage" : "champion", model }),
    rescored: (_, version, __, outcome) => void outcomes.push(`${version} ${outcome}`),
    record: (impression) => void impressions.push(impression),
    scrub: (text) => text,
    engine: "reference",
    budgetMs: 1000,
    exploration: { share: 0 },
    now: () => Date.UTC(2026, 10, 23),
    random: () => 0.5,
    ...rest,
    impressions,
    outcomes,
  };
}

/** A model that turns the first stage's order around: rows come in its order. */
export const contrary: RankingModel = {
  version: "m-contrary",
  scorer: {
    score: (_, rows, out) => {
      for (let row = 0; row < rows; row += 1) out[row] = row;
    },
  },
  explain: (row) => Float64Array.from({ length: row.length + 1 }, (_, i) => (i < 2 ? 0.5 - i : 0)),
};
