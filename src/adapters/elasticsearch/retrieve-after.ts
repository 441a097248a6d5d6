import type { Candidate, RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import { MAX_SIZE } from "./search-body.ts";

/** Sends one search body of its own making. */
export interface Searcher {
  /** As one request, never collapsed. */
  search(plan: RetrievalPlan): Promise<Retrieved>;
  /** Group → its best member and how many there are, among all that match. */
  heads(groups: readonly string[]): Promise<ReadonlyMap<string, Head>>;
}

export interface Head {
  readonly id: string;
  readonly variants: number;
}

/**
 * A page by cursor of collapsed results. Elasticsearch does not collapse after a place, because it could not know which
 * groups came before it; so the page is read uncollapsed and its groups' best members asked for: two requests or more.
 */
export async function retrieveAfter(plan: RetrievalPlan, searcher: Searcher): Promise<Retrieved> {
  const found: { candidate: Candidate; page: Retrieved; index: number }[] = [];
  let first: Retrieved | null = null;
  let after = plan.after!;
  while (found.length < plan.size) {
    const size = Math.min(MAX_SIZE, 2 * (plan.size - found.length) + 10);
    const page = await searcher.search({ ...plan, size, after, ...(first === null ? {} : { facets: [] }) });
    first ??= page;
    const groups = [...new Set(page.candidates.map(({ group }) => group))];
    const heads = await searcher.heads(groups);
    for (const [i, candidate] of page.candidates.entries()) {
      const head = heads.get(candidate.group);
      if (head?.id !== candidate.id) continue;
      found.push({ candidate: { ...candidate, variants: head.variants }, page, index: i });
    }
    const last = page.candidates.at(-1);
    if (last === undefined || page.candidates.length < size) break;
    const value = plan.sort.by === "relevance" ? last.score : last.sortValue;
    after = { value, id: last.id, ...(last.identifier ? { identifier: true } : {}) };
  }
  return {
    candidates: found.slice(0, plan.size).map(({ candidate }) => candidate),
    total: first?.total ?? 0,
    facets: first?.facets ?? [],
    source: (i) => found[i]!.page.source(found[i]!.index),
    facts: (i) => found[i]!.page.facts(found[i]!.index),
    degraded: first?.degraded ?? [],
  };
}
