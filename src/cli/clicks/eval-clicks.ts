import { seededRandom } from "../../../ranking/metrics/random.ts";
import { createAttribution } from "../../../ranking/labels/attribute.ts";
import { createPositionBias, type PositionBias } from "../../../ranking/labels/position-bias.ts";
import { judge } from "../../../ranking/metrics/judge.ts";
import { createJudgingRows } from "../../../ranking/metrics/judging-rows.ts";
import { kendallTau } from "../../../ranking/metrics/kendall.ts";
import { bootstrapMean, type Interval } from "../../../ranking/metrics/bootstrap.ts";
import { ndcg } from "../../../ranking/metrics/ndcg.ts";
import type { Impression } from "../../domain/impression.ts";
import type { LogEntry } from "../../domain/log-entry.ts";
import type { Trainer } from "../../ports/trainer.ts";
import { movieFeatures } from "./movie-features.ts";
import type { Movies } from "./movies.ts";
import type { Seen } from "./learned-orders.ts";
import { clickWorld, simulateClicks, type ClickWorld, type Searchable } from "./simulate-clicks.ts";
import { tenOrders } from "./ten-orders.ts";

export interface ClicksEvaluation {
  readonly trainer: string;
  readonly searches: { readonly learned: number; readonly judged: number };
  readonly clicks: number;
  readonly bias: { readonly method: string; readonly worst: number; readonly curve: readonly number[] };
  /** Best first by true relevance. */
  readonly orders: readonly EvaluatedOrder[];
  /** Kendall's tau of each judge's order of the orders with the true one. */
  readonly tau: { readonly gate: number; readonly raw: number };
  /** Pairs of orders that each judge is sure of (the gain's interval excludes 0), and how many of these it has the wrong way round. */
  readonly sure: { readonly gate: number; readonly gateWrong: number; readonly raw: number; readonly rawWrong: number };
  readonly seconds: { readonly features: number; readonly judging: number; readonly all: number };
}

export interface EvaluatedOrder {
  readonly name: string;
  /** NDCG@10 on true relevance, of the searches judged. */
  readonly truth: Interval;
  /** What the gate takes it for, from clicks divided by examination. */
  readonly gate: Interval;
  /** What clicks alone say. */
  readonly raw: Interval;
}

export interface EvalClicksDeps {
  readonly trainer: Trainer;
  /** Text to terms. */
  readonly terms: (text: string) => readonly string[];
  readonly log: (line: string) => void;
  readonly nowMs: () => number;
}

export interface EvalClicksOptions {
  readonly seed?: number;
  readonly rounds?: number;
  readonly world?: ClickWorld;
  /** The first stage's score. */
  readonly orderedBy?: string;
}

/**
 * Simulates clicks over the movie judgments and asks of the learning loop what nobody can ask of a real log: is the
 * order that it prefers the better one? Queries are split so that no two with the same words are on both sides: four
 * fifths of the searches are learned from, the rest judged by.
 */
export async function evalClicks(
  { movies, queries }: Movies,
  { trainer, terms, log, nowMs }: EvalClicksDeps,
  { seed = 1, rounds = 150, world = clickWorld, orderedBy = "bm25.all" }: EvalClicksOptions = {},
): Promise<ClicksEvaluation> {
  const startedMs = nowMs();
  log("Computing features.");
  const features = movieFeatures(movies, terms);
  const column = features.names.indexOf(orderedBy);
  const searchable = queries.map((query): Searchable & { readonly judged: boolean } => {
    const vectors = features.of(query);
    const columns = features.names.length;
    return {
      text: query.text,
      ids: Array.from(query.movies, (number) => movies[number]!.id),
      grades: query.grades,
      scores: Float32Array.from(query.grades, (_, i) => vectors[i * columns + column]!),
      vectors,
      columns,
      judged: isJudged(terms(query.text)),
    };
  });
  const featuresMs = nowMs() - startedMs;

  log("Simulating clicks.");
  const random = seededRandom(seed);
  const parts = [searchable.filter(({ judged }) => !judged), searchable.filter(({ judged }) => judged)] as const;
  const share = parts[0].length / searchable.length;
  const searches = Math.round(world.searches * share);
  const learnLog = [...simulateClicks(parts[0], { ...world, searches }, random)];
  const judgeLog = [...simulateClicks(parts[1], { ...world, searches: world.searches - searches }, random)];
  const learned = seenIn(learnLog, parts[0]);
  const judged = seenIn(judgeLog, parts[1]);
  const bias = biasOf(learned);

  const { orders, expected } = await tenOrders(
    { seen: learned, names: features.names, bias, trainer, rounds },
    judged,
    seed,
    log,
  );
  log("Judging.");
  const judgingMs = nowMs();
  const collector = createJudgingRows({ columns: 0 });
  for (const { impression, outcomes } of judged) collector.add(impression, outcomes);
  const rows = collector.finish();
  const reports = orders.map(({ name }) => judge(orders, rows, { bias, against: name, expected }));
  const judgedMs = nowMs() - judgingMs;

  const first = reports[0]!;
  const evaluated = orders.map(({ name, scores }, o) => ({
    name,
    truth: bootstrapMean(truthOf(scores, judged)),
    gate: first.orders[o]!.metrics.ndcg!,
    raw: first.orders[o]!.raw.ndcg!,
  }));
  const truths = evaluated.map(({ truth }) => truth.mean);
  const gains = reports.flatMap((report, a) =>
    report.gains.map((gain) => ({ a, b: orders.findIndex(({ name }) => name === gain.name), gain })),
  );
  const sure = gains.filter(({ a, b }) => a < b);
  const wrong = (of: (typeof gains)[number], { mean }: Interval): boolean => mean > 0 !== truths[of.b]! > truths[of.a]!;
  const isSure = ({ low, high }: Interval): boolean => low > 0 || high < 0;
  const count = (which: (each: (typeof gains)[number]) => boolean): number => sure.filter(which).length;
  const gateOf = ({ gain }: (typeof gains)[number]): Interval => gain.metrics.ndcg!;
  const rawOf = ({ gain }: (typeof gains)[number]): Interval => gain.raw.ndcg!;
  return {
    trainer: trainer.name,
    searches: { learned: learned.length, judged: judged.length },
    clicks: [...learned, ...judged].reduce((sum, { outcomes }) => sum + outcomes.filter(Boolean).length, 0),
    bias: {
      method: bias.method,
      worst: worstError(bias, world),
      curve: [...bias.curve.slice(1)].map((value) => Number(value.toFixed(4))),
    },
    orders: [...evaluated].sort((a, b) => b.truth.mean - a.truth.mean),
    tau: {
      gate: kendallTau(
        evaluated.map(({ gate }) => gate.mean),
        truths,
      ),
      raw: kendallTau(
        evaluated.map(({ raw }) => raw.mean),
        truths,
      ),
    },
    sure: {
      gate: count((each) => isSure(gateOf(each))),
      gateWrong: count((each) => isSure(gateOf(each)) && wrong(each, gateOf(each))),
      raw: count((each) => isSure(rawOf(each))),
      rawWrong: count((each) => isSure(rawOf(each)) && wrong(each, rawOf(each))),
    },
    seconds: { features: featuresMs / 1000, judging: judgedMs / 1000, all: (nowMs() - startedMs) / 1000 },
  };
}

/** By its set of words, so that no query straddles the split: FNV-1a, a fifth of them. */
function isJudged(words: readonly string[]): boolean {
  let hash = 0x811c9dc5;
  for (const char of [...new Set(words)].sort().join(" ")) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % 5 === 0;
}

/** Through attribution, as any log. */
function seenIn(log: readonly LogEntry[], queries: readonly Searchable[]): readonly Seen[] {
  const attribution = createAttribution();
  for (const entry of log) attribution.add(entry);
  const outcomes = attribution.finish();
  const gradesOf = new Map(
    queries.map(({ text, ids, grades }) => [text, new Map(ids.map((id, i) => [id, grades[i]!]))]),
  );
  const impressions = log.flatMap((entry) => (entry.kind === "impression" ? [entry.impression] : []));
  return impressions.map((impression: Impression) => ({
    impression,
    outcomes: outcomes.of(impression),
    grades: Uint8Array.from(impression.shown, ({ id }) => gradesOf.get(impression.normalized)!.get(id)!),
  }));
}

function biasOf(seen: readonly Seen[]): PositionBias {
  const collector = createPositionBias();
  for (const { impression, outcomes } of seen) collector.add(impression, outcomes);
  return collector.finish();
}

/** Largest relative error of the curve. */
function worstError({ curve }: PositionBias, { examination }: ClickWorld): number {
  return [...curve.keys()]
    .slice(1)
    .reduce(
      (worst, position) => Math.max(worst, Math.abs((curve[position]! * examination(1)) / examination(position) - 1)),
      0,
    );
}

/** NDCG@10 of each search, by what is relevant. */
function truthOf(scores: ArrayLike<number>, seen: readonly Seen[]): readonly number[] {
  const values: number[] = [];
  let row = 0;
  for (const { grades } of seen) {
    const from = row;
    row += grades.length;
    const order = [...grades.keys()].sort((a, b) => scores[from + b]! - scores[from + a]!);
    const value = ndcg(
      order.map((i) => grades[i]!),
      [...grades],
      10,
    );
    if (value !== null) values.push(value);
  }
  return values;
}
