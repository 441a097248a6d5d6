import type { JsonObject } from "../domain/json.ts";
import type { Decision } from "../domain/model.ts";
import type { ArmFacts, CanaryArms } from "./canary-arms.ts";
import type { CanaryVerdict } from "./canary.ts";
import { decisionOf } from "./decision.ts";

export interface Trial extends CanaryVerdict, CanaryArms {
  readonly version: string;
  readonly runningMs: number;
}

export function canaryDecision(parts: {
  readonly catalog: string;
  readonly trial: Trial;
  readonly against: string | null;
  readonly atMs: number;
  readonly revision: number;
}): Decision {
  const { catalog, trial, against, atMs, revision } = parts;
  const { version, checks, reason } = trial;
  const kind = trial.verdict === "promote" ? "promote" : "roll_back";
  const arms = { champion: armJson(trial.champion), challenger: armJson(trial.challenger) };
  const report = { kind: "canary", running_ms: trial.runningMs, arms };
  return decisionOf({ catalog, version, against, atMs, kind, by: "canary", reason, checks, report }, [revision]);
}

const armJson = (arm: ArmFacts): JsonObject => ({
  ...{ shoppers: arm.shoppers, searches: arm.searches, clicked: arm.clicked, purchases: arm.purchases },
  ...{ no_results: arm.noResults, degraded: arm.degraded, rescore_p95_ms: arm.rescoreMs },
});
