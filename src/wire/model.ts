import { z } from "zod";
import { CatalogName } from "./text.ts";

const Version = z.string().meta({ example: "m-0123456789ab" });
const Time = z.string().meta({ format: "date-time" });

/** What the parameters of `GET /v1/models/decisions` are read into. */
export const DecisionsParameters = z.strictObject({
  catalog: CatalogName.default("products"),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const ModelAnswer = z
  .strictObject({
    version: Version,
    catalog: z.string(),
    status: z.enum(["candidate", "refused", "canary", "champion", "retired"]),
    created_at: Time,
    trainer: z.string(),
    feature_set: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    window: z
      .strictObject({
        from: Time,
        to: Time,
        first_sequence: z.int(),
        last_sequence: z.int(),
        searches: z.int(),
        rows: z.int(),
        positives: z.int(),
      })
      .meta({ description: "What of the log it was made from." }),
    params: z.record(z.string(), z.unknown()),
    importance: z.array(z.strictObject({ feature: z.string(), gain: z.number() })),
  })
  .meta({ id: "Model" });
export type ModelAnswer = z.infer<typeof ModelAnswer>;

export const ModelsAnswer = z
  .strictObject({
    models: z.array(ModelAnswer),
    pointer: z.strictObject({
      revision: z.int(),
      champion: Version.nullable().meta({ description: "Serves everyone; null: the text order." }),
      canary: z.strictObject({ version: Version, share: z.number(), since_ms: z.number() }).nullable(),
    }),
  })
  .meta({ id: "Models" });
export type ModelsAnswer = z.infer<typeof ModelsAnswer>;

const Check = z.strictObject({
  name: z.string(),
  passed: z.boolean(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  limit: z.number().nullable(),
  says: z.string(),
});

export const DecisionAnswer = z
  .strictObject({
    id: z.string(),
    catalog: z.string(),
    at: Time,
    kind: z.enum(["promote_to_canary", "promote", "refuse", "roll_back", "fall_back", "resume"]),
    version: Version,
    against: Version.nullable().meta({ description: "What it was compared with; null: the text order." }),
    by: z.string(),
    reason: z.string(),
    checks: z.array(Check),
    report: z.record(z.string(), z.unknown()).meta({ description: "Everything that was measured." }),
  })
  .meta({ id: "Decision" });
export type DecisionAnswer = z.infer<typeof DecisionAnswer>;

export const DecisionsAnswer = z.strictObject({ decisions: z.array(DecisionAnswer) }).meta({ id: "Decisions" });

const CanaryArm = z.strictObject({
  shoppers: z.int(),
  searches: z.int(),
  clicked: z.int(),
  purchases: z.int(),
  no_results: z.int(),
  degraded: z.int(),
  rescore_p95_ms: z.number().nullable(),
});

export const LearningAnswer = z
  .strictObject({
    events: z.int().meta({ description: "Since the last training, as the searches." }),
    searches: z.int(),
    judged_searches_since_training: z.int().meta({ description: "Searches that something came of." }),
    retrain_at: z.strictObject({ searches: z.int(), at_ms: z.number().nullable() }),
    training: z
      .strictObject({
        phase: z.enum(["reading", "training", "judging", "deciding"]),
        done: z.number(),
        total: z.number(),
        started_at_ms: z.number(),
        by: z.string(),
      })
      .nullable()
      .meta({ description: "Of the process that answers." }),
    last_training_ms: z.number().nullable(),
    last_outcome: z.string().nullable(),
    canary: z
      .strictObject({
        version: Version,
        share: z.number().nullable(),
        running_ms: z.number(),
        verdict: z.enum(["promote", "roll_back", "wait"]),
        reason: z.string(),
        checks: z.array(Check),
        champion_arm: CanaryArm,
        challenger_arm: CanaryArm,
      })
      .nullable(),
    serving: z.strictObject({ champion: Version.nullable(), canary: Version.nullable() }),
    suspended: z.strictObject({ why: z.string(), since_ms: z.number() }).nullable(),
  })
  .meta({ id: "Learning" });
export type LearningAnswer = z.infer<typeof LearningAnswer>;

export const TrainAnswer = z.strictObject({ started: z.boolean(), says: z.string() }).meta({ id: "TrainingBegun" });
export type TrainAnswer = z.infer<typeof TrainAnswer>;
