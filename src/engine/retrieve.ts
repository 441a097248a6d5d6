import { WinnowError } from "../domain/errors.ts";
import type { Candidate, RetrievalPlan, Retrieved } from "../domain/retrieval.ts";
import { type Bits, count, createBitsPool, has, intersect } from "./bits.ts";
import { afterKey, collectTop, IDENTIFIED } from "./collect-top.ts";
import { compareIds } from "./compare-ids.ts";
import { type CompiledQuery, compileQuery } from "./compile-query.ts";
import { countGroups, forEachDocument } from "./count-values.ts";
import { countFacets } from "./facets.ts";
import { filterBits } from "./filter-bits.ts";
import { matchQuery, type Matches } from "./match-query.ts";
import { openLists, type WordLists } from "./posting-lists.ts";
import { unsuited } from "./resolve-field.ts";
import { type DocumentScore, openDocumentScorer } from "./score-document.ts";
import { scoreMatches } from "./score-matches.ts";
import type { IndexPart, SearchIndex } from "./search-index.ts";

/**
 * Answers a plan from an index, at once and without a pause.
 *
 * @throws WinnowError `invalid_request` for a field that the mapping lacks or that cannot do what is asked
 */
export function retrieve(index: SearchIndex, plan: RetrievalPlan): Retrieved {
  pool.reset();
  const query = plan.query === null ? null : compileQuery(index, plan);
  const sortColumn = sortField(index, plan);
  const parts = index.parts.map((part, i) => matchPart(index, part, i, plan, query));
  const found = parts.flatMap((part) => topOfPart(part, plan, query, sortColumn));
  found.sort((a, b) => b.key - a.key || compareIds(a.id, b.id));
  const best = found.slice(0, plan.size);
  return {
    candidates: toCandidates(best, plan, query, sortColumn),
    total: parts.reduce((sum, { part, bits }) => sum + (plan.collapse ? groups(part, bits) : count(bits)), 0),
    facets: countFacets(index, plan.facets, (field, i) => parts[i]!.facetBits.get(field) ?? parts[i]!.bits),
    source: (i) => best[i]!.matched.part.segment.source(best[i]!.document),
    facts: (i) => best[i]!.matched.part.segment.facts(best[i]!.document),
    degraded: [],
  };
}

const pool = createBitsPool();

interface MatchedPart {
  readonly part: IndexPart;
  readonly index: number;
  readonly words: readonly WordLists[];
  /** What matches query and all filters. */
  readonly bits: Bits;
  readonly identified: Matches["identified"];
  /** Facet field that has a filter → what matches all but that filter. */
  readonly facetBits: ReadonlyMap<string, Bits>;
}

function matchPart(
  index: SearchIndex,
  part: IndexPart,
  i: number,
  plan: RetrievalPlan,
  query: CompiledQuery | null,
): MatchedPart {
  const { segment } = part;
  const words = query === null ? [] : openLists(part, i, query);
  const { bits, identified } = matchQuery(part, i, query, words, index.mapping, pool);
  for (const filter of plan.filters) intersect(bits, filterBits(segment, index.resolve, filter, pool));

  const passing = new Map<string, Bits>();
  for (const { field, filter } of plan.facetFilters) {
    const own = filterBits(segment, index.resolve, filter, pool);
    const earlier = passing.get(field);
    if (earlier === undefined) passing.set(field, own);
    else intersect(earlier, own);
  }
  const facetBits = new Map<string, Bits>();
  for (const field of passing.keys()) {
    const own = pool.take(segment.documents);
    own.set(bits);
    for (const [other, each] of passing) if (other !== field) intersect(own, each);
    facetBits.set(field, own);
  }
  for (const each of passing.values()) intersect(bits, each);
  return { part, index: i, words, bits, identified, facetBits };
}

interface Found {
  readonly matched: MatchedPart;
  readonly document: number;
  readonly id: string;
  readonly key: number;
}

function topOfPart(
  matched: MatchedPart,
  plan: RetrievalPlan,
  query: CompiledQuery | null,
  sortColumn: SortColumn | null,
): Found[] {
  const { part, bits, identified, words } = matched;
  if (plan.size === 0) return [];
  const after =
    plan.after === undefined ? null : { key: afterKey(plan.after, sortColumn?.sign ?? null), id: plan.after.id };
  const top = collectTop(part.segment, { size: plan.size, collapse: plan.collapse, after });
  if (sortColumn !== null) {
    const values = part.segment.numbers.get(sortColumn.name)!;
    forEachDocument(bits, (d) => top.add(d, Number.isNaN(values[d]!) ? -Infinity : values[d]! * sortColumn.sign));
  } else if (query === null) forEachDocument(bits, (d) => top.add(d, 0));
  else if (identified === null) scoreMatches(words, bits, top);
  else {
    const add = (d: number, score: number) => top.add(d, has(identified, d) ? score + IDENTIFIED : score);
    scoreMatches(words, bits, { floor: -Infinity, add });
  }
  const { keys, items } = top.finish();
  return items.map((document, i) => ({ matched, document, id: part.segment.ids.at(document), key: keys[i]! }));
}

function toCandidates(
  found: readonly Found[],
  plan: RetrievalPlan,
  query: CompiledQuery | null,
  sortColumn: SortColumn | null,
): Candidate[] {
  const candidates = new Array<Candidate>(found.length);
  const unscored: DocumentScore = { fieldScores: plan.fields.map(() => 0), matched: [] };
  for (const matched of new Set(found.map((each) => each.matched))) {
    const scorer = query === null ? null : openDocumentScorer(matched.part, matched.index, query);
    for (const [i, each] of found.entries()) {
      if (each.matched !== matched) continue;
      candidates[i] = toCandidate(each, scorer?.score(each.document) ?? unscored, sortColumn);
    }
    scorer?.close();
  }
  return candidates;
}

function toCandidate(
  { matched, document, id, key }: Found,
  { fieldScores, matched: kinds }: DocumentScore,
  sortColumn: SortColumn | null,
): Candidate {
  const { part, bits, identified } = matched;
  const { segment } = part;
  const group = segment.groupOf[document]!;
  const value = sortColumn === null ? NaN : segment.numbers.get(sortColumn.name)![document]!;
  let variants = 0;
  for (let d = segment.groupStarts[group]!; d < segment.groupStarts[group + 1]!; d++) if (has(bits, d)) variants++;
  const identifier = identified !== null && has(identified, document);
  // The key is the score that ordered it, which a cursor must give back to the last bit.
  const score = sortColumn === null ? key - (identifier ? IDENTIFIED : 0) : sumOf(fieldScores);
  return {
    id,
    group: segment.groups.at(group),
    score: Math.fround(score),
    fieldScores,
    matched: kinds,
    identifier,
    sortValue: Number.isNaN(value) ? null : value,
    variants,
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}

interface SortColumn {
  readonly name: string;
  /** −1 when the lowest comes first. */
  readonly sign: number;
}

function sortField({ resolve }: SearchIndex, { sort, size }: RetrievalPlan): SortColumn | null {
  if (size > MAX_SIZE) throw new WinnowError("invalid_request", `At most ${MAX_SIZE} candidates, not ${size}.`);
  if (sort.by === "relevance") return null;
  const field = resolve(sort.field);
  if (field.kind !== "number") throw unsuited(sort.field, "sorting", "a number field");
  return { name: field.name, sign: sort.order === "asc" ? -1 : 1 };
}

const MAX_SIZE = 1000;

function groups({ segment }: IndexPart, bits: Bits): number {
  return segment.groups.size === segment.documents ? count(bits) : countGroups(segment, bits);
}
