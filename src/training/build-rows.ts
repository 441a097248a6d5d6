import type { Impression } from "../domain/impression.ts";
import type { EventStore } from "../ports/event-store.ts";
import { createDebiasedRows, type DebiasedRows } from "../../ranking/labels/debiased-rows.ts";
import { createJudgingRows, type JudgingRows } from "../../ranking/metrics/judging-rows.ts";
import { createSliceFacts } from "./slice-facts.ts";
import type { SliceFacts } from "./gate-evidence.ts";
import { readLog } from "./read-log.ts";
import type { RowSettings } from "./settings.ts";
import { type Evidence, isPositive, type Survey } from "./survey-log.ts";

/** What a model is made from and judged by: three slices of the log, one after the other in time. */
export interface Rows {
  readonly fit: DebiasedRows;
  /** Ends the first step of the training in time. */
  readonly stop: DebiasedRows;
  /** Of the fit: what there is to learn from. */
  readonly evidence: { readonly searches: number; readonly positives: number };
  /** Never seen by the training. */
  readonly judge: JudgingRows;
  readonly facts: { readonly fit: SliceFacts; readonly stop: SliceFacts; readonly judge: SliceFacts };
}

export interface RowsRequest {
  readonly catalog: string;
  readonly featureSet: string;
  readonly columns: number;
  readonly survey: Survey;
  readonly settings: RowSettings;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Reads the log once more, now with vectors, and keeps rows × features × 4 bytes of it. Searches that nothing came of
 * say something too: as many of them are kept as there is room for.
 */
export async function buildRows(
  events: Pick<EventStore, "read" | "tail">,
  { catalog, featureSet, columns, survey, settings, signal, onProgress }: RowsRequest,
): Promise<Rows> {
  const { outcomes, counts, bias, firstClickMs, firstShownMs } = survey;
  const times = splitTimes(survey.evidence, settings);
  const slices = { fit: createDebiasedRows({ columns, bias }), stop: createDebiasedRows({ columns, bias }) };
  const evidence = { searches: 0, positives: 0 };
  const judge = createJudgingRows({
    columns,
    clickedBefore: (query) => (firstClickMs.get(query) ?? Infinity) < times.judge,
    isNew: ({ group }) => (firstShownMs.get(group) ?? Infinity) >= times.judge,
  });
  const facts = { fit: createSliceFacts(), stop: createSliceFacts(), judge: createSliceFacts() };

  let silent = 0; // rows of searches that nothing came of
  const put = (impression: Impression): void => {
    const { shownAtMs, shown, vectors } = impression;
    if (shownAtMs < times.from || impression.featureSet !== featureSet || !counts(impression)) return;
    if (vectors.length !== shown.length * columns) return; // a foreign writer's
    const came = outcomes.of(impression);
    const slice = shownAtMs >= times.judge ? "judge" : shownAtMs >= times.stop ? "stop" : "fit";
    facts[slice].add(impression, came);
    const positives = came.filter((outcome, i) => isPositive(outcome) && shown[i]!.position > 0).length;
    if (positives === 0 && (silent += shown.length) > settings.maxRows) return;
    if (slice === "judge") {
      judge.add(impression, came);
      return;
    }
    slices[slice].add(impression, came);
    if (slice === "fit" && positives > 0) {
      evidence.searches += 1;
      evidence.positives += positives;
    }
  };
  const { firstSequence, lastSequence } = survey;
  const stretch = { catalog, after: firstSequence - 1, to: lastSequence, vectors: true, signal };
  for await (const entries of readLog(events, stretch)) {
    for (const entry of entries) if (entry.kind === "impression") put(entry.impression);
    onProgress((entries.at(-1)?.sequence ?? firstSequence) - firstSequence + 1, lastSequence - firstSequence + 1);
  }
  return {
    ...{ fit: slices.fit.finish(), stop: slices.stop.finish(), judge: judge.finish(), evidence },
    facts: { fit: facts.fit.finish(), stop: facts.stop.finish(), judge: facts.judge.finish() },
  };
}

/** Where the slices begin: by time, at shares of the searches with evidence; the oldest are given up for `maxRows`. */
function splitTimes(
  evidence: readonly Evidence[],
  { maxRows, fitShare, stopShare }: RowSettings,
): { readonly from: number; readonly stop: number; readonly judge: number } {
  let first = evidence.length;
  for (let rows = 0; first > 0 && rows + evidence[first - 1]!.rows <= maxRows; first -= 1)
    rows += evidence[first - 1]!.rows;
  const kept = evidence.slice(first);
  const at = (share: number): number => kept[Math.floor(share * kept.length)]?.shownAtMs ?? Infinity;
  return { from: at(0), stop: at(fitShare), judge: at(fitShare + stopShare) };
}
