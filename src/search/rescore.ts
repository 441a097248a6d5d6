import { computeVectors, stateKeys, type RankQuery, type RankRow } from "../../ranking/vectors.ts";
import type { Visitor } from "../domain/visitor.ts";
import { type Staged, unmeasured } from "../observe/stages.ts";
import { room } from "../observe/turns.ts";
import type { Learning, RankingModel, RescoreOutcome } from "./learning.ts";
import type { Ranked } from "./rank.ts";

export interface Rescoring {
  readonly catalog: string;
  readonly query: RankQuery;
  readonly rows: readonly RankRow[];
  readonly visitor: Visitor;
  /** Null computes the features alone, for the log. */
  readonly model: RankingModel | null;
}

export interface Rescored {
  /** One a row; null when the first stage's order stands. */
  readonly scores: Float64Array | null;
  /** Row-major, rows × features; null when the state could not be read in time. */
  readonly vectors: Float32Array | null;
  readonly stateSequence: number;
  readonly sessionSequence: number;
  readonly outcome: RescoreOutcome;
  /** What vectors and scores took, without the wait for the state. */
  readonly ms: number;
}

/**
 * Features and scores of a window within the budget: when the state is late or fails, or the model has been slow, the
 * first stage's order stands, and the outcome says why.
 */
export async function rescore(asked: Rescoring, learning: Learning, staged: Staged = unmeasured): Promise<Rescored> {
  const features = await staged("features", () => computeFeatures(asked, learning));
  if (features === null) return { ...nothing, outcome: "feature_state" };
  const { model, rows } = asked;
  if (model === null || rows.length === 0) return { ...features, scores: null, outcome: "ok" };
  return staged("score", () => score(model, rows.length, features, learning));
}

interface Features extends Pick<Rescored, "stateSequence" | "sessionSequence"> {
  readonly vectors: Float32Array;
  readonly ms: number;
}

async function computeFeatures(
  { catalog, query, rows, visitor }: Rescoring,
  learning: Learning,
): Promise<Features | null> {
  const keys = stateKeys(query, rows);
  const state = await withinBudget(
    Promise.all([
      learning.counters.read(catalog, keys),
      visitor.session === null ? null : learning.sessions.read(catalog, visitor.session),
    ]),
    learning.budgetMs,
  );
  // The states of many searches come in one message: were all to go on at once, nobody else would be heard for as long.
  await room();
  if (state === null) return null;
  const [read, session] = state;
  const startedAt = performance.now();
  return {
    vectors: computeVectors(query, rows, read.counters, session),
    stateSequence: read.sequence,
    sessionSequence: session?.entries.at(-1)?.sequence ?? 0,
    ms: performance.now() - startedAt,
  };
}

function score(model: RankingModel, rows: number, features: Features, { budgetMs }: Learning): Rescored {
  const { ms: before, ...known } = features;
  const startedAt = performance.now();
  const taken = () => before + performance.now() - startedAt;
  if (isSlow(model, budgetMs)) return { ...known, scores: null, outcome: "model_slow", ms: 0 };
  const scores = new Float64Array(rows);
  try {
    model.scorer.score(known.vectors, rows, scores);
  } catch {
    return { ...known, scores: null, outcome: "error", ms: taken() };
  }
  const ms = taken();
  noteTime(model, ms);
  return { ...known, scores, outcome: "ok", ms };
}

/** The window in the order of the scores; ties as the first stage had them. */
export function byScore(ranked: readonly Ranked[], scores: Float64Array): readonly Ranked[] {
  const order = ranked.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return order.map((i) => ({ ...ranked[i]!, score: scores[i]! }));
}

const nothing = { scores: null, vectors: null, stateSequence: 0, sessionSequence: 0, ms: 0 };

/** Null when it fails or is late. */
function withinBudget<T>(work: Promise<T>, budgetMs: number): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), budgetMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      () => {
        clearTimeout(timer);
        resolve(null);
      },
    );
  });
}

// A score cannot be interrupted, so a model that was slow is left out, but for one search in fifty, or one a second where
// there are fewer, which lets it come back.
interface Times {
  usualMs: number;
  skipped: number;
  measuredAtMs: number;
}
const times = new WeakMap<RankingModel, Times>();
const probeEvery = 50;
const probeAfterMs = 1_000;

function isSlow(model: RankingModel, budgetMs: number): boolean {
  const known = times.get(model);
  if (known === undefined || known.usualMs <= budgetMs) return false;
  known.skipped = (known.skipped + 1) % probeEvery;
  return known.skipped !== 0 && performance.now() - known.measuredAtMs < probeAfterMs;
}

function noteTime(model: RankingModel, ms: number): void {
  const known = times.get(model) ?? { usualMs: 0, skipped: 0, measuredAtMs: 0 };
  known.usualMs += (ms - known.usualMs) / 4;
  known.measuredAtMs = performance.now();
  times.set(model, known);
}
