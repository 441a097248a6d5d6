import { featureSet } from "../../../ranking/feature-set.ts";
import { openScorer } from "../../../ranking/model/open-scorer.ts";
import { readLightgbm } from "../../../ranking/model/read-lightgbm.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Trainer } from "../../ports/trainer.ts";
import { stateOf } from "./clicks-of-judgments.ts";
import { trainingRows, vectorsOf } from "./rows.ts";
import type { Window } from "./windows.ts";

export interface LearnOptions {
  readonly trainer: Trainer;
  readonly params: JsonObject;
  /** Weight of retrieved products that nobody judged. */
  readonly unjudged: number;
  readonly onProgress: (round: number, rounds: number) => void;
}

export interface Learned {
  /** One a row of each test window. */
  readonly scores: readonly Float64Array[];
  readonly importance: readonly { readonly feature: string; readonly gain: number }[];
}

/**
 * Trains on all folds but one and scores that one. What shoppers teach is always of other folds than the row's own, and
 * never of the fold that is scored.
 *
 * @param fold of each window
 */
export async function learn(
  windows: readonly Window[],
  fold: Int32Array,
  test: number,
  { trainer, params, unjudged, onProgress }: LearnOptions,
): Promise<Learned> {
  const of = (wanted: (fold: number) => boolean) => windows.filter((_, i) => wanted(fold[i]!));
  const folds = [...new Set(fold)].filter((each) => each !== test);
  const fit = folds.flatMap((own) => {
    const state = stateOf(of((each) => each !== own && each !== test));
    return of((each) => each === own).map((window) => ({ window, vectors: vectorsOf(window, state) }));
  });
  const trained = await trainer.train(
    { names: featureSet.names, fit: trainingRows(fit, unjudged), stop: null, params, patience: 0 },
    { signal: new AbortController().signal, onProgress },
  );
  const scorer = await openScorer(readLightgbm(trained.text));
  const state = stateOf(of((each) => each !== test));
  const scores = of((each) => each === test).map((window) => {
    const out = new Float64Array(window.rows.length);
    if (out.length > 0) scorer.score(vectorsOf(window, state), out.length, out);
    return out;
  });
  return { scores, importance: trained.importance };
}
