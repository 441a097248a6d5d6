import { createHash } from "node:crypto";
import type { JsonObject } from "../domain/json.ts";
import type { Decision, ModelRecord } from "../domain/model.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { ModelStore } from "../ports/model-store.ts";
import type { Trained, Trainer } from "../ports/trainer.ts";
import { defaultGains } from "../../ranking/labels/judgments.ts";
import { chooseParams } from "../../ranking/trainer/choose-params.ts";
import { buildRows, type Rows } from "./build-rows.ts";
import { decisionOf } from "./decision.ts";
import { decide } from "./gate.ts";
import type { GateEvidence } from "./gate-evidence.ts";
import { comparisonWith, gateReport } from "./gate-report.ts";
import type { ExpectedFeatures } from "./load-model.ts";
import { type Measurement, type MeasureRequest } from "./measure-model.ts";
import { measureInThread } from "./measure-in-thread.ts";
import type { Phase } from "./progress.ts";
import { movePointer, prune } from "./registry.ts";
import { trainInSteps } from "./train-in-steps.ts";
import { drawSamples, someRows } from "./sample-rows.ts";
import type { LoopSettings } from "./settings.ts";
import { surveyLog, type Survey } from "./survey-log.ts";

export interface RetrainDeps {
  readonly events: Pick<EventStore, "read" | "tail" | "head" | "erasures">;
  readonly store: ModelStore;
  readonly trainer: Trainer;
  readonly features: ExpectedFeatures;
  readonly now: () => number;
  readonly settings: LoopSettings;
  readonly measure?: (request: MeasureRequest, signal: AbortSignal) => Promise<Measurement>;
}

export interface RetrainRun {
  readonly signal: AbortSignal;
  readonly onProgress: (phase: Phase, done: number, total: number) => void;
}

/** Null: nothing was trained, and why. */
export type RetrainOutcome =
  { readonly decision: Decision; readonly says: string } | { readonly decision: null; readonly says: string };

/**
 * From the log to a decision: rows, a model, its measures on later searches, and promoted or refused. Everything is
 * stored, also what is refused.
 *
 * @throws WinnowError `training_failed`, and what the stores throw; the signal's reason
 */
export async function retrain(deps: RetrainDeps, catalog: string, run: RetrainRun): Promise<RetrainOutcome> {
  const { events, store, trainer, features, now, settings } = deps;
  const { signal, onProgress } = run;
  const trying = (await store.pointer(catalog)).canary;
  if (trying !== null) {
    return {
      decision: null,
      says: `${trying.version} is being tried on a share of the shoppers; a new model waits for it.`,
    };
  }
  const asked = { catalog, featureSet: features.hash, settings: settings.rows, signal };
  const reading = (share: number, of: number) => (done: number, total: number) =>
    onProgress("reading", share * total + of * done, total);
  const survey = await surveyLog(events, { ...asked, nowMs: now(), onProgress: reading(0, 2 / 3) });
  const columns = features.names.length;
  const rows = await buildRows(events, { ...asked, columns, survey, onProgress: reading(2 / 3, 1 / 3) });

  const { searches, positives } = rows.evidence;
  const { click, cart, purchase } = defaultGains;
  const plan = chooseParams({
    queries: searches,
    rows: rows.fit.count,
    positives,
    grades: [0, click, cart, purchase],
  });
  if (plan.kind === "hand_weights") return { decision: null, says: plan.reason };
  if (rows.judge.groups.length === 0) return { decision: null, says: "No searches are left to judge a model by." };

  const startedMs = performance.now();
  const trained = await trainInSteps(trainer, features.names, rows, plan, {
    signal,
    onProgress: (round, rounds) => onProgress("training", round, rounds),
  });
  const samples = await drawSamples(trainer, trained.text, rows.judge, settings.rows.sampleRows);
  const record = toRecord({ catalog, trained, trainer, features, survey, rows, samples, nowMs: now() });
  const serving = await store.pointer(catalog);
  if (serving.champion === record.version) {
    return { decision: null, says: `Training gave ${record.version} again, which serves already.` };
  }
  if ((await store.find(catalog, record.version)) === null) await store.save(record, trained.text);

  onProgress("judging", 0, 1);
  const champion = await championText(deps, catalog, serving.champion);
  const measurement = await (deps.measure ?? measureInThread)(
    {
      ...{ rows: rows.judge, fitted: someRows(rows.fit.values, columns), names: features.names, bias: survey.bias },
      ...{
        challenger: { text: trained.text, samples },
        champion,
        expectation: trained.expectation,
        seed: survey.lastSequence,
      },
    },
    signal,
  );
  onProgress("deciding", 0, 1);
  const evidence = toEvidence(rows, survey, measurement, record, champion === null ? "first_stage" : "champion");
  const verdict = decide(evidence, settings.gate);
  const report = gateReport({
    ...{ evidence, measurement, bias: survey.bias, stop: rows.facts.stop, leftOut: survey.leftOut },
    versions: { challenger: record.version, champion: champion === null ? null : serving.champion },
    minSliceSearches: settings.gate.minSliceSearches,
    training: trainingJson(trained, trainer, plan.reason, performance.now() - startedMs),
  });
  const decided = { catalog, version: record.version, by: "gate", checks: verdict.checks, report };
  const against = champion === null ? null : serving.champion;
  if (!verdict.promote) {
    const refusal = { ...decided, kind: "refuse", against, atMs: now(), reason: verdict.reason } as const;
    const decision = decisionOf(refusal, [survey.lastSequence]);
    await store.decide(decision);
    await store.setStatus(catalog, record.version, "refused");
    await prune(store, catalog, settings.keptModels);
    return { decision, says: decision.reason };
  }
  const { share } = settings.canary;
  const moved = await movePointer({ store }, catalog, (before) => {
    // Judged against what served then: another champion since would make it a decision about nothing.
    if (before.champion !== serving.champion || before.canary !== null) return null;
    const { version } = record;
    const to = { ...decided, against, atMs: now(), reason: verdict.reason };
    const all = share <= 0;
    const decision = decisionOf({ ...to, kind: all ? "promote" : "promote_to_canary" }, [before.revision]);
    const next = all
      ? { champion: version, canary: null }
      : { champion: before.champion, canary: { version, share, sinceMs: now() } };
    return { next, decision };
  });
  await prune(store, catalog, settings.keptModels);
  if (moved === null)
    return { decision: null, says: "Another model was promoted meanwhile; the next training compares with it." };
  return { decision: moved.decision, says: moved.decision.reason };
}

/** A champion of other features cannot be compared, and cannot serve either. */
async function championText(
  { store, features }: RetrainDeps,
  catalog: string,
  version: string | null,
): Promise<string | null> {
  if (version === null) return null;
  const record = await store.find(catalog, version);
  return record?.featureSet === features.hash ? await store.text(catalog, version) : null;
}

interface RecordParts {
  readonly catalog: string;
  readonly trained: Trained;
  readonly trainer: Trainer;
  readonly features: ExpectedFeatures;
  readonly survey: Survey;
  readonly rows: Rows;
  readonly samples: ModelRecord["samples"];
  readonly nowMs: number;
}

function toRecord({ catalog, trained, trainer, features, survey, rows, samples, nowMs }: RecordParts): ModelRecord {
  const sha256 = createHash("sha256").update(trained.text).digest("hex");
  const { fit, stop } = rows.facts;
  return {
    ...{ version: `m-${sha256.slice(0, 12)}`, catalog, status: "candidate", createdAtMs: nowMs },
    ...{ trainer: trainer.name, featureSet: features.hash, sha256, bytes: Buffer.byteLength(trained.text) },
    window: {
      fromMs: fit.fromMs,
      toMs: Math.max(fit.toMs, stop.toMs),
      firstSequence: survey.firstSequence,
      lastSequence: survey.lastSequence,
      searches: fit.searches + stop.searches,
      rows: rows.fit.count + rows.stop.count,
      positives: fit.positives + stop.positives,
    },
    ...{ params: trained.params, importance: trained.importance, samples },
  };
}

function toEvidence(
  rows: Rows,
  { lag, bias }: Survey,
  { reports, wholeGain, features, micros, trees, identical }: Measurement,
  record: ModelRecord,
  serving: "champion" | "first_stage",
): GateEvidence {
  const gains = reports[serving]!.gains.find(({ name }) => name === "challenger")!;
  return {
    ...{ fit: rows.facts.fit, judge: rows.facts.judge },
    againstServing: comparisonWith(serving, reports),
    againstFirstStage: serving === "first_stage" ? null : comparisonWith("first_stage", reports),
    againstRandom: comparisonWith("random", reports),
    ...{ bias, rawGain: gains.raw.ndcg?.mean ?? null, wholeGain, features, ...lag },
    ...{ micros, trees, identical, bytes: record.bytes, sampleRows: record.samples.scores.length },
  };
}

function trainingJson(trained: Trained, trainer: Trainer, reason: string, ms: number): JsonObject {
  const { rounds, history, params } = trained;
  return { trainer: trainer.name, rounds, history: [...history], params, reason, seconds: ms / 1000 };
}
