import type { Check, Decision, ModelRecord, ServingPointer } from "./domain/model.ts";
import type { ArmFacts } from "./training/canary-arms.ts";
import type { LoopStatus } from "./training/loop.ts";
import type { DecisionAnswer, LearningAnswer, ModelAnswer, ModelsAnswer } from "./wire/model.ts";

/** Without the sample rows: they are for scorers, not for people. */
export const toModelAnswer = (record: ModelRecord): ModelAnswer => {
  const { version, catalog, status, createdAtMs, trainer, featureSet, sha256, bytes, window } = record;
  const { fromMs, toMs, firstSequence, lastSequence, ...counts } = window;
  return {
    ...{ version, catalog, status, trainer, sha256, bytes },
    created_at: toDate(createdAtMs),
    feature_set: featureSet,
    window: {
      ...{ from: toDate(fromMs), to: toDate(toMs), first_sequence: firstSequence, last_sequence: lastSequence },
      ...counts,
    },
    params: { ...record.params },
    importance: [...record.importance],
  };
};

export const toModelsAnswer = (
  models: readonly ModelRecord[],
  { revision, champion, canary }: ServingPointer,
): ModelsAnswer => ({
  models: models.map(toModelAnswer),
  pointer: {
    ...{ revision, champion },
    canary: canary === null ? null : { version: canary.version, share: canary.share, since_ms: canary.sinceMs },
  },
});

export const toDecisionAnswer = ({ atMs, checks, report, ...rest }: Decision): DecisionAnswer => ({
  ...rest,
  at: toDate(atMs),
  checks: toChecks(checks),
  report: { ...report },
});

export const toLearningAnswer = (status: LoopStatus): LearningAnswer => {
  const { since, next, training, lastTrainingMs, lastOutcome, canary, serving } = status;
  const { suspended } = serving;
  return {
    ...{ events: since.events, searches: since.searches, judged_searches_since_training: since.judgedSearches },
    retrain_at: { searches: since.judgedSearches + next.afterSearches, at_ms: next.atMs },
    training:
      training === null
        ? null
        : {
            ...{ phase: training.phase, done: training.done, total: training.total },
            ...{ started_at_ms: training.startedAtMs, by: training.by },
          },
    ...{ last_training_ms: lastTrainingMs, last_outcome: lastOutcome },
    canary:
      canary === null
        ? null
        : {
            ...{ version: canary.version, share: serving.canary?.share ?? null, running_ms: canary.runningMs },
            ...{ champion_arm: toArm(canary.champion), challenger_arm: toArm(canary.challenger) },
            ...{ verdict: canary.verdict, reason: canary.reason, checks: toChecks(canary.checks) },
          },
    serving: { champion: serving.champion?.version ?? null, canary: serving.canary?.model.version ?? null },
    suspended: suspended === null ? null : { why: suspended.why, since_ms: suspended.sinceMs },
  };
};

const toArm = ({ noResults, rescoreMs, squares: _, ...counts }: ArmFacts) => ({
  ...counts,
  ...{ no_results: noResults, rescore_p95_ms: rescoreMs },
});

/** JSON has no infinite bounds. */
const toChecks = (checks: readonly Check[]): Check[] =>
  checks.map((check) => ({
    ...check,
    ...{ value: finite(check.value), low: finite(check.low) },
    ...{ high: finite(check.high), limit: finite(check.limit) },
  }));

const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);

const toDate = (ms: number): string => new Date(ms).toISOString();
