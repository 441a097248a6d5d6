import type { Deadline } from "../domain/deadline.ts";
import type { QueryTree } from "../domain/query-tree.ts";
import type { RetrievalPlan, Retrieved } from "../domain/retrieval.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import { relaxations } from "../query/relax.ts";

/** Fewer results than this are too few, and words are dropped. */
const enough = 3;

export interface Found {
  readonly retrieved: Retrieved;
  readonly tree: QueryTree | null;
  /** Words that need not match; empty when all must. */
  readonly dropped: readonly string[];
}

/**
 * All words first; when too few products match them, without the least telling ones. At most two retrievals are added.
 * How a choice of filters narrows an answer must not change what the query means: with chosen facets, a query is
 * relaxed only when it is too narrow without them as well.
 */
export async function retrieveEnough(
  plan: RetrievalPlan,
  vocabulary: Vocabulary,
  retrieve: Retrieval["retrieve"],
  deadline: Deadline,
): Promise<Found> {
  const whole: Found = { retrieved: await retrieve(plan, deadline), tree: plan.query, dropped: [] };
  if (plan.query === null || !tooFew(whole, plan)) return whole;
  const steps = relaxations(plan.query, vocabulary);
  if (steps.length === 0 || (await isNarrowedByChoice(plan, retrieve, deadline))) return whole;

  let best = whole;
  for (const { tree, dropped } of steps.slice(-(maxRetrievals - Number(plan.facetFilters.length > 0)))) {
    const retrieved = await retrieve({ ...plan, query: tree }, deadline);
    if (retrieved.total > best.retrieved.total) best = { retrieved, tree, dropped };
    if (best.retrieved.total >= enough) break;
  }
  return best;
}

const maxRetrievals = 2;

/** By relevance a few more below the right ones do no harm; sorted by a field they would stand between them. */
function tooFew({ retrieved }: Found, { sort }: RetrievalPlan): boolean {
  if (retrieved.candidates[0]?.identifier === true) return false;
  return retrieved.total < (sort.by === "relevance" ? enough : 1);
}

async function isNarrowedByChoice(
  plan: RetrievalPlan,
  retrieve: Retrieval["retrieve"],
  deadline: Deadline,
): Promise<boolean> {
  if (plan.facetFilters.length === 0) return false;
  const { after: _, ...unpaged } = plan;
  const open = await retrieve({ ...unpaged, facetFilters: [], facets: [], size: 1 }, deadline);
  return open.total >= enough;
}
