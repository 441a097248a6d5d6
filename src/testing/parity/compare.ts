import type { Deadline } from "../../domain/deadline.ts";
import type { Candidate, RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import type { SynonymRule } from "../../query/synonyms.ts";
import { createSearch } from "../../search/search.ts";
import type { ParityQuery } from "./queries.ts";

/** How two engines differ over one query that both have been asked, from understanding to facets. */
export interface Difference {
  readonly query: ParityQuery;
  /** The whole query was understood alike: the same trees were sent to both. */
  readonly samePlans: boolean;
  /** The same products among the candidates, whatever their order. */
  readonly sameCandidates: boolean;
  readonly sameTotals: boolean;
  readonly sameFacets: boolean;
  /** Candidates, and those of them in the same place. */
  readonly candidates: number;
  readonly inPlace: number;
  /** The largest relative difference between scores of candidates that stand in each other's place; 0 when none do. */
  readonly swapped: number;
  /** The largest relative difference of a field's score, of candidates that both have. */
  readonly score: number;
  /** Share of the first ten hits that both show. */
  readonly overlap10: number;
}

export interface Summary {
  readonly queries: number;
  readonly different: readonly Difference[];
  readonly candidates: number;
  readonly inPlace: number;
  readonly swapped: number;
  readonly score: number;
  readonly overlap10: number;
}

type Engine = Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;

/** Asks both engines through the whole search: understanding by their own words, relaxing, facets. */
export async function compareEngines(
  [left, right]: readonly [Engine, Engine],
  queries: readonly ParityQuery[],
  synonyms: readonly SynonymRule[],
): Promise<readonly Difference[]> {
  const [first, second] = [recorded(left, synonyms), recorded(right, synonyms)];
  const differences: Difference[] = [];
  for (const query of queries) differences.push(differenceOf(query, await first(query), await second(query)));
  return differences;
}

export function summarize(differences: readonly Difference[]): Summary {
  const sum = (of: (each: Difference) => number) => differences.reduce((total, each) => total + of(each), 0);
  const most = (of: (each: Difference) => number) => differences.reduce((all, each) => Math.max(all, of(each)), 0);
  return {
    queries: differences.length,
    different: differences.filter((each) => !isAlike(each)),
    candidates: sum(({ candidates }) => candidates),
    inPlace: sum(({ inPlace }) => inPlace),
    swapped: most(({ swapped }) => swapped),
    score: most(({ score }) => score),
    overlap10: sum(({ overlap10 }) => overlap10) / differences.length,
  };
}

/** All the same, and scores within the contract's tolerance. */
function isAlike({ samePlans, sameCandidates, sameTotals, sameFacets, swapped, score }: Difference): boolean {
  return samePlans && sameCandidates && sameTotals && sameFacets && swapped <= NEAR_TIE && score <= 1e-3;
}

/** Candidates whose scores are closer than this may stand in each other's place. */
const NEAR_TIE = 1e-5;

interface Asked {
  readonly plans: readonly RetrievalPlan[];
  readonly retrieved: readonly Retrieved[];
  readonly ids: readonly string[];
}

const soon = (): Deadline => ({ signal: new AbortController().signal, remainingMs: () => 30_000 });

function recorded(engine: Engine, synonyms: readonly SynonymRule[]): (query: ParityQuery) => Promise<Asked> {
  let plans: RetrievalPlan[] = [];
  let retrieved: Retrieved[] = [];
  const retrieval: Engine = {
    mapping: (catalog) => engine.mapping(catalog),
    lexicon: (catalog) => engine.lexicon(catalog),
    async retrieve(plan, deadline) {
      const answer = await engine.retrieve(plan, deadline);
      plans.push(plan);
      retrieved.push(answer);
      return answer;
    },
  };
  const searches = createSearch({ retrieval, synonyms: () => synonyms, newQueryId: () => "" });
  return async ({ text, filters }) => {
    [plans, retrieved] = [[], []];
    const request = { catalog: "products", text, filters, facets: null, sort: { by: "relevance" } as const };
    const { hits } = await searches.search(
      { ...request, page: 1, size: 24, collapse: true, explain: false, highlight: false },
      soon(),
    );
    return { plans, retrieved, ids: hits.map(({ id }) => id) };
  };
}

function differenceOf(query: ParityQuery, ours: Asked, theirs: Asked): Difference {
  const pairs = ours.retrieved.map((each, i) => [each, theirs.retrieved[i]] as const);
  const all = pairs.map(([a, b]) => placesOf(a.candidates, b?.candidates ?? []));
  const both = (of: (answer: Retrieved) => unknown) => pairs.every(([a, b]) => b !== undefined && same(of(a), of(b)));
  const shown = new Set(theirs.ids.slice(0, 10));
  const first = ours.ids.slice(0, 10);
  return {
    query,
    samePlans: same(ours.plans, theirs.plans),
    sameCandidates: both(({ candidates }) => candidates.map(({ id }) => id).sort()),
    sameTotals: both(({ total }) => total),
    sameFacets: both(({ facets }) => facets.map((facet) => (facet.kind === "stats" ? rounded(facet) : facet))),
    candidates: all.reduce((sum, { candidates }) => sum + candidates, 0),
    inPlace: all.reduce((sum, { inPlace }) => sum + inPlace, 0),
    swapped: Math.max(0, ...all.map(({ swapped }) => swapped)),
    score: Math.max(0, ...all.map(({ score }) => score)),
    overlap10:
      Math.max(first.length, shown.size) === 0
        ? 1
        : first.filter((id) => shown.has(id)).length / Math.max(first.length, shown.size),
  };
}

function placesOf(ours: readonly Candidate[], theirs: readonly Candidate[]) {
  const byId = new Map(theirs.map((candidate) => [candidate.id, candidate]));
  const found = { candidates: ours.length, inPlace: 0, swapped: 0, score: 0 };
  for (const [i, own] of ours.entries()) {
    const there = theirs[i];
    if (there?.id === own.id) found.inPlace++;
    else if (there !== undefined) found.swapped = Math.max(found.swapped, apart(own.score, there.score));
    const same = byId.get(own.id);
    for (const [f, score] of own.fieldScores.entries())
      found.score = Math.max(found.score, apart(score, same?.fieldScores[f] ?? score));
  }
  return found;
}

/** Relative to the larger. */
function apart(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Sums of many numbers end in different digits when they are added up in another order. */
function rounded(facet: object): unknown {
  const digits = (value: unknown) => (typeof value === "number" ? Number(value.toPrecision(9)) : value);
  return Object.fromEntries(Object.entries(facet).map(([name, value]) => [name, digits(value)]));
}
