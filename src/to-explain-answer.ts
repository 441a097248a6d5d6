import type { ModelRecord } from "./domain/model.ts";
import type { PlaceExplanation } from "./domain/place.ts";
import type { ExplainAnswer } from "./wire/explain.ts";

/** @param record of the model that made the order; null without one */
export const toExplainAnswer = (place: PlaceExplanation, record: ModelRecord | null): ExplainAnswer => {
  const { firstStage, wouldMove, contributions, rules, ...rest } = place;
  return {
    ...rest,
    contributions: contributions.map((each) => ({ ...each, features: [...each.features] })),
    first_stage: { ...firstStage, parts: [...firstStage.parts] },
    rules: [...rules],
    would_move: [...wouldMove],
    lineage: record === null ? null : lineageOf(record),
  };
};

const lineageOf = ({ version, createdAtMs, trainer, window }: ModelRecord): ExplainAnswer["lineage"] => ({
  model: version,
  trained_at: toDate(createdAtMs),
  trainer,
  from: toDate(window.fromMs),
  to: toDate(window.toMs),
  searches: window.searches,
  rows: window.rows,
  positives: window.positives,
});

const toDate = (ms: number): string => new Date(ms).toISOString();
