import type { RankQuery, RankRow } from "../../ranking/vectors.ts";
import type { AnswerRanking, SearchRequest } from "../domain/search.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { nobody } from "../domain/visitor.ts";
import type { Staged } from "../observe/stages.ts";
import { explore } from "./explore.ts";
import type { Learning } from "./learning.ts";
import { windowSize, type SearchPlan } from "./plan.ts";
import type { Ranked } from "./rank.ts";
import type { Found } from "./relax.ts";
import { byScore, rescore, type Rescored } from "./rescore.ts";
import { applyRules, tierOf } from "./rules.ts";

/** An order, and what is to be remembered of how it came about. */
export interface Ordered {
  readonly ranked: readonly Ranked[];
  readonly ranking: AnswerRanking;
  readonly degraded: readonly string[];
  /** Null when nothing was computed to learn from. */
  readonly learned: LearnedFrom | null;
}

export interface LearnedFrom {
  readonly rescored: Rescored;
  /** The moment its features were computed for. */
  readonly nowMs: number;
  /** Of each place of the window. */
  readonly propensities: readonly number[];
  /** Of each place of the window; see ShownProduct. */
  readonly ownPlaces: readonly (number | null)[];
}

const firstStage: AnswerRanking = { order: "first_stage", model: null, arm: "first_stage" };

/**
 * Orders the window: by the model that the shopper is assigned to, then by what holds whatever a score says. Beyond the
 * window the engine's order goes on. Sorted by a field, browsing, or continued after a place, the order is the engine's.
 */
export async function orderWindow(
  ranked: readonly Ranked[],
  request: SearchRequest,
  { retrieval }: SearchPlan,
  { retrieved, tree, whole }: Found,
  vocabulary: Vocabulary,
  { learning, staged }: { readonly learning: Learning | undefined; readonly staged: Staged },
): Promise<Ordered> {
  const plain = { ranking: firstStage, degraded: [], learned: null };
  if (retrieval.sort.by !== "relevance" || tree === null || retrieval.after !== undefined) return { ...plain, ranked };
  const window = ranked.slice(0, windowSize);
  const rest = ranked.slice(windowSize);
  if (learning === undefined || request.size === 0)
    return { ...plain, ranked: [...staged("rules", () => applyRules(window, whole, tree)), ...rest] };

  const visitor = request.visitor ?? nobody;
  const { arm, model } =
    request.order === "text"
      ? { arm: "first_stage" as const, model: null }
      : learning.assigned(request.catalog, visitor);
  const nowMs = learning.now();
  const rows = window.map(({ candidate }, i): RankRow => ({
    candidate,
    facts: retrieved.facts(i),
    firstStageRank: i + 1,
  }));
  const query: RankQuery = {
    tree,
    nowMs,
    fields: retrieval.fields.map(({ name }) => name),
    documents: vocabulary.documents,
    frequency: (term) => vocabulary.frequency(term),
    total: retrieved.total,
  };
  const rescored = await rescore({ catalog: request.catalog, query, rows, visitor, model }, learning, staged);
  if (model !== null) learning.rescored(request.catalog, model.version, rescored.ms, rescored.outcome);

  const ruled = staged("rules", () => {
    const scored = rescored.scores === null ? window : byScore(window, rescored.scores);
    return applyRules(scored, whole, tree);
  });
  const { order, propensities, comparable } = explore(
    ruled.map((each) => ({
      tier: tierOf(each, whole, tree),
      fresh: isFresh(retrieved.facts(each.index).createdAtMs, nowMs),
    })),
    // A search that asks for the text order, and one whose pages go on, is answered as asked.
    request.order === "text" || visitor.bot || request.page > 1 ? { share: 0 } : learning.exploration,
    () => learning.random(),
  );
  return {
    ranked: [...order.map((i) => ruled[i]!), ...rest],
    ranking: {
      order: rescored.scores === null ? "first_stage" : "learned",
      model: rescored.scores === null ? null : (model?.version ?? null),
      arm,
    },
    degraded: rescored.outcome === "ok" || (model === null && rescored.vectors === null) ? [] : [rescored.outcome],
    learned: { rescored, nowMs, propensities, ownPlaces: order.map((i) => (comparable ? i + 1 : null)) },
  };
}

/** How long a product counts as new, in milliseconds. */
const freshMs = 30 * 86_400_000;

const isFresh = (createdAtMs: number | null, nowMs: number): boolean =>
  createdAtMs !== null && nowMs - createdAtMs < freshMs;
