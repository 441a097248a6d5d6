import { bootstrapMean, type Interval } from "../../../ranking/metrics/bootstrap.ts";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import { chooseParams } from "../../../ranking/trainer/choose-params.ts";
import { WinnowError } from "../../domain/errors.ts";
import type { Trainer } from "../../ports/trainer.ts";
import { tuneBlend } from "./blend.ts";
import { dealFolds } from "./folds.ts";
import { judge, type Judgment, measures, type Measure } from "./judge.ts";
import { learn } from "./learn.ts";
import type { Window } from "./windows.ts";

export interface EvaluateOptions {
  readonly trainer: Trainer;
  readonly folds: number;
  /** How often the queries are dealt anew; a query's values are averaged over them. */
  readonly repeats: number;
  /** Only the first so many folds of each deal are held out, to save time. */
  readonly heldOut: number;
  /** What must not straddle two folds, one a window: queries of the same name stay together. */
  readonly names: readonly string[];
  /** Training weight of retrieved products that nobody judged. */
  readonly unjudged: number;
  readonly seed: number;
  readonly onProgress: (done: number, total: number) => void;
}

export interface LearnedEvaluation {
  /** Queries that were held out at least once. */
  readonly queries: number;
  readonly rows: number;
  readonly folds: number;
  readonly repeats: number;
  readonly trainer: string;
  /** How the trainer chose its objective. */
  readonly reason: string;
  readonly orders: readonly { readonly name: OrderName; readonly measures: Readonly<Record<Measure, Interval>> }[];
  /** What the learned order has over each other one, query by query. */
  readonly gains: readonly { readonly over: OrderName; readonly measures: Readonly<Record<Measure, Interval>> }[];
  /** Share of the gain of all splits, largest first. */
  readonly importance: readonly { readonly feature: string; readonly share: number }[];
}

export const orderNames = ["random", "first stage", "tuned blend", "learned"] as const;
export type OrderName = (typeof orderNames)[number];

/**
 * Held-out queries in four orders. Whatever is chosen (weights of the blend, objective, trees) is chosen on the other
 * folds. Windows without a positive judgment are the caller's to leave out.
 */
export async function evaluate(windows: readonly Window[], options: EvaluateOptions): Promise<LearnedEvaluation> {
  const { trainer, folds, repeats, heldOut, names, unjudged, seed, onProgress } = options;
  const sums = new Map(orderNames.map((name) => [name, windows.map(() => null as Judgment | null)]));
  const times = new Int32Array(windows.length);
  const gains = new Map<string, number>();
  const rounds = repeats * heldOut;
  let reason = "";
  for (let round = 0; round < rounds; round++) {
    const [repeat, test] = [Math.floor(round / heldOut), round % heldOut];
    const fold = dealFolds(names, folds, seed + repeat);
    const plan = choose(windows.filter((_, i) => fold[i] !== test));
    reason = plan.reason;
    const blend = tuneBlend(windows.filter((_, i) => fold[i] !== test).slice(0, MOST_TUNED_ON));
    const learned = await learn(windows, fold, test, {
      trainer,
      params: plan.params,
      unjudged,
      onProgress: (done, total) => onProgress(round + done / total, rounds),
    });
    for (const { feature, gain } of learned.importance) gains.set(feature, (gains.get(feature) ?? 0) + gain);
    const tested = windows.map((_, i) => i).filter((i) => fold[i] === test);
    const random = seededRandom(seed + round);
    for (const [place, i] of tested.entries()) {
      const window = windows[i]!;
      const scores: Readonly<Record<OrderName, Float64Array>> = {
        random: Float64Array.from(window.rows, () => random()),
        "first stage": Float64Array.from(window.rows, ({ firstStageRank }) => -firstStageRank),
        "tuned blend": blend.score(window),
        learned: learned.scores[place]!,
      };
      times[i]!++;
      for (const name of orderNames) {
        const all = sums.get(name)!;
        all[i] = plus(all[i]!, judge(window, scores[name]));
      }
    }
    onProgress(round + 1, rounds);
  }
  const held = windows.map((_, i) => i).filter((i) => times[i]! > 0);
  const values = (name: OrderName, measure: Measure) => held.map((i) => sums.get(name)![i]![measure] / times[i]!);
  const over = (name: OrderName, measure: Measure) => {
    const others = values(name, measure);
    return values("learned", measure).map((each, i) => each - others[i]!);
  };
  const total = [...gains.values()].reduce((sum, each) => sum + each, 0);
  return {
    queries: held.length,
    rows: held.reduce((sum, i) => sum + windows[i]!.rows.length, 0),
    folds,
    repeats,
    trainer: trainer.name,
    reason,
    orders: orderNames.map((name) => ({ name, measures: intervalsOf((measure) => values(name, measure)) })),
    gains: orderNames
      .slice(0, -1)
      .map((name) => ({ over: name, measures: intervalsOf((measure) => over(name, measure)) })),
    importance: [...gains]
      .sort((a, b) => b[1] - a[1])
      .map(([feature, gain]) => ({ feature, share: total === 0 ? 0 : gain / total })),
  };
}

/** Coordinate search judges all queries at each step; more would not change the weights. */
const MOST_TUNED_ON = 1500;

function choose(windows: readonly Window[]) {
  const grades = windows.flatMap(({ judged, rows }) =>
    rows.map(({ candidate }) => judged.grades.get(candidate.id) ?? 0),
  );
  const highest = grades.reduce((most, each) => Math.max(most, each), 0);
  const plan = chooseParams({
    queries: windows.length,
    rows: grades.length,
    positives: grades.filter((grade) => grade > 0).length,
    grades: [...new Set(grades)],
    labelGain: Array.from({ length: highest + 1 }, (_, grade) => 2 ** grade - 1),
  });
  if (plan.kind === "train") return plan;
  throw new WinnowError("invalid_request", `Nothing can be learned: ${plan.reason}`, { hint: "Take more queries." });
}

const plus = (a: Judgment | null, b: Judgment): Judgment =>
  a === null
    ? b
    : {
        unjudgedWrong: a.unjudgedWrong + b.unjudgedWrong,
        unjudgedRemoved: a.unjudgedRemoved + b.unjudgedRemoved,
        recall: a.recall + b.recall,
      };

const intervalsOf = (values: (measure: Measure) => readonly number[]): Readonly<Record<Measure, Interval>> =>
  Object.fromEntries(measures.map((measure) => [measure, bootstrapMean(values(measure))])) as Record<Measure, Interval>;
