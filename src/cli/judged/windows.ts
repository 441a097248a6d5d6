import type { RankQuery, RankRow } from "../../../ranking/vectors.ts";
import type { Deadline } from "../../domain/deadline.ts";
import type { ProductFacts } from "../../domain/product-facts.ts";
import type { QueryTree } from "../../domain/query-tree.ts";
import type { Candidate, RetrievalPlan } from "../../domain/retrieval.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import type { SynonymRule } from "../../query/synonyms.ts";
import { find } from "../../search/find.ts";
import { parse } from "../../search/parse.ts";
import type { JudgedQuery } from "../icecat.ts";

/** A judged query with products to be put in order, as the ranking sees them. */
export interface Window {
  readonly judged: JudgedQuery;
  readonly query: RankQuery;
  /** In the first stage's order. */
  readonly rows: readonly RankRow[];
}

export interface WindowDeps {
  readonly retrieval: Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;
  readonly catalog: string;
  readonly synonyms: readonly SynonymRule[];
  readonly nowMs: number;
}

/** What a search finds, as a shop would rank it: at most 200. */
export async function retrievedWindow(judged: JudgedQuery, deps: WindowDeps): Promise<Window> {
  const { retrieval, catalog, synonyms } = deps;
  const request = {
    catalog,
    text: judged.text,
    filters: [],
    facets: [],
    sort: { by: "relevance" },
    page: 1,
    size: 24,
    collapse: false,
    explain: false,
    highlight: false,
  } as const;
  const { found, planned } = await find(request, noDeadline, {
    retrieval,
    synonyms: () => synonyms,
    newQueryId: () => "",
  });
  const { retrieved, tree } = found;
  const rows = retrieved.candidates.map((candidate, i) => ({
    candidate,
    facts: retrieved.facts(i),
    firstStageRank: i + 1,
  }));
  return { judged, query: rankQuery(tree, planned.retrieval, retrieved.total, deps), rows };
}

/** Exactly the judged products, also those that the first stage would not find: any word matches. */
export async function judgedWindow(judged: JudgedQuery, deps: WindowDeps): Promise<Window> {
  const { retrieval, catalog, synonyms } = deps;
  const mapping = retrieval.mapping(catalog);
  const { vocabulary } = retrieval.lexicon(catalog);
  const tree = parse(judged.text, { mapping, vocabulary, synonyms, typing: false })?.tree ?? null;
  const plan: RetrievalPlan = {
    catalog,
    query: null,
    fields: mapping.text.map(({ name, weight }) => ({ name, weight })),
    filters: [{ kind: "terms", field: "id", values: [...judged.grades.keys()] }],
    facetFilters: [],
    facets: [],
    sort: { by: "relevance" },
    size: 1000,
    collapse: false,
  };
  const all = await retrieval.retrieve(plan, noDeadline);
  const scored = tree === null ? null : await retrieval.retrieve({ ...plan, query: loosened(tree) }, noDeadline);
  const scores = new Map((scored?.candidates ?? []).map((each) => [each.id, each]));
  const unmatched = {
    fieldScores: plan.fields.map(() => 0),
    matched: (tree?.words ?? []).map(() => null),
  };
  const found = all.candidates.map((candidate, i): { candidate: Candidate; facts: ProductFacts } => ({
    candidate: scores.get(candidate.id) ?? { ...candidate, ...unmatched },
    facts: all.facts(i),
  }));
  // The engine gave them in the order of their ids; the sort keeps it among equal scores.
  found.sort((a, b) => b.candidate.score - a.candidate.score);
  const rows = found.map((each, i) => ({ ...each, firstStageRank: i + 1 }));
  return { judged, query: rankQuery(tree, plan, scores.size, deps), rows };
}

const loosened = (tree: QueryTree): QueryTree => ({
  ...tree,
  phrases: [],
  words: tree.words.map((word) => ({ ...word, required: false })),
});

function rankQuery(
  tree: QueryTree | null,
  { fields }: Pick<RetrievalPlan, "fields">,
  total: number,
  { retrieval, catalog, nowMs }: WindowDeps,
): RankQuery {
  const { vocabulary } = retrieval.lexicon(catalog);
  return {
    tree: tree ?? { text: "", words: [], phrases: [], identifier: null },
    nowMs,
    fields: fields.map(({ name }) => name),
    documents: vocabulary.documents,
    frequency: (term) => vocabulary.frequency(term),
    total,
  };
}

/** Judging has time. */
const noDeadline: Deadline = { signal: new AbortController().signal, remainingMs: () => Infinity };
