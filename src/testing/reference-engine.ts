import type { AnalyzedDocument, IndexDocument } from "../domain/document.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Alternative, MatchKind, QueryTree, QueryWord } from "../domain/query-tree.ts";
import type { Candidate, RetrievalPlan, Retrieved } from "../domain/retrieval.ts";
import { bm25, boostOf, divisor, lengthToByte, norms, termWeight } from "../engine/bm25.ts";
import { compareIds } from "../engine/compare-ids.ts";
import { referenceFacet } from "./reference-facets.ts";
import { readFacts } from "../text/read-facts.ts";
import { passes } from "./reference-filter.ts";

export interface ReferenceEngine {
  retrieve(plan: RetrievalPlan): Retrieved;
}

/**
 * What a RetrievalPlan means, in plain loops over all documents: slow and obviously right. The oracle of the engines'
 * tests, and an engine to build on until a quick one is there.
 */
export function createReferenceEngine(
  mapping: CatalogMapping,
  documents: readonly IndexDocument[],
  analyze: (document: IndexDocument) => AnalyzedDocument = splitWords,
): ReferenceEngine {
  const analyzed = documents.map(analyze);
  const fieldTerms = new Map(mapping.text.map(({ name }) => [name, analyzed.map(({ terms }) => terms[name] ?? [])]));
  return {
    retrieve(plan) {
      const score = scorer(plan, mapping, fieldTerms);
      const matches: Candidate[] = [];
      const unfaceted: IndexDocument[] = [];
      for (const [index, { document }] of analyzed.entries()) {
        const scored = score(document, index);
        if (scored === null || !plan.filters.every((each) => passes(document, each, mapping))) continue;
        unfaceted.push(document);
        if (plan.facetFilters.every(({ filter }) => passes(document, filter, mapping))) matches.push(scored);
      }
      const ordered = matches.sort(bySort(plan));
      const variants = new Map<string, number>();
      for (const { group } of ordered) variants.set(group, (variants.get(group) ?? 0) + 1);
      const seen = new Set<string>();
      const heads = ordered.filter(({ group }) => !plan.collapse || (!seen.has(group) && seen.add(group)));
      const candidates = heads
        .filter((each) => isAfter(each, plan))
        .slice(0, plan.size)
        .map((each) => ({ ...each, variants: variants.get(each.group)! }));
      const sources = new Map(documents.map(({ id, source }) => [id, source]));
      return {
        candidates,
        total: heads.length,
        facets: plan.facets.map((facet) => referenceFacet(facet, unfaceted, plan, mapping)),
        source: (index) => sources.get(candidates[index]!.id)!,
        facts: (index) => readFacts(sources.get(candidates[index]!.id)!, mapping),
        degraded: [],
      };
    },
  };
}

/** A document's candidate, or null when it does not match the query. */
function scorer(
  plan: RetrievalPlan,
  mapping: CatalogMapping,
  fieldTerms: ReadonlyMap<string, readonly (readonly string[])[]>,
) {
  const fields = plan.fields.map(({ name, weight }) => {
    const all = fieldTerms.get(name)!;
    const stats = { documents: all.filter((terms) => terms.length > 0).length, terms: all.flat().length };
    const frequency = (term: string) => all.filter((terms) => terms.includes(term)).length;
    return { all, weight, stats, norms: norms(stats), frequency: memoized(frequency) };
  });
  return (document: IndexDocument, index: number): Candidate | null => {
    const query = plan.query;
    const identifier = query?.identifier != null && hasIdentifier(document, query.identifier);
    const words = query?.words ?? [];
    const matched = words.map((word) => bestKind(word, index));
    if (query !== null && !identifier && !matches(query, matched, index)) return null;
    const exact = fields.map((_, f) => fieldScore(words, f, index));
    return {
      id: document.id,
      group: document.group,
      score: Math.fround(exact.reduce((a, b) => a + b, 0)),
      fieldScores: exact.map(Math.fround),
      matched,
      identifier,
      sortValue: plan.sort.by === "field" ? (document.numbers[plan.sort.field] ?? null) : null,
      variants: 0,
    };
  };

  function hasIdentifier(document: IndexDocument, identifier: string): boolean {
    return mapping.identifiers.some((field) => (document.keywords[field] ?? []).includes(identifier));
  }

  function matches(query: QueryTree, matched: readonly (MatchKind | null)[], index: number): boolean {
    if (!query.phrases.every((phrase) => fields.some(({ all }) => hasPhrase(all[index]!, phrase)))) return false;
    if (query.words.some(({ required }, i) => required && matched[i] === null)) return false;
    if (query.words.some(({ required }) => required)) return true;
    return query.words.length === 0 ? query.phrases.length > 0 : matched.some((kind) => kind !== null);
  }

  function bestKind(word: QueryWord, index: number): MatchKind | null {
    const best = word.alternatives.find(({ terms }) => fields.some(({ all }) => hasAll(all[index]!, terms)));
    return best?.kind ?? null;
  }

  function fieldScore(words: readonly QueryWord[], f: number, index: number): number {
    let sum = 0;
    for (const { alternatives } of words)
      sum += Math.max(0, ...alternatives.map((alternative) => alternativeScore(alternative, f, index)));
    return sum;
  }

  function alternativeScore({ terms, weight }: Alternative, f: number, index: number): number {
    const field = fields[f]!;
    const own = field.all[index]!;
    if (!hasAll(own, terms)) return 0;
    const norm = field.norms[lengthToByte(own.length)]!;
    let sum = 0;
    for (const term of terms) {
      const w = termWeight(boostOf(field.weight, weight), field.frequency(term), field.stats.documents);
      sum += bm25(w, divisor(own.filter((each) => each === term).length, norm));
    }
    return Math.fround(sum);
  }
}

function hasAll(own: readonly string[], terms: readonly string[]): boolean {
  return terms.every((term) => own.includes(term));
}

function hasPhrase(own: readonly string[], phrase: readonly string[]): boolean {
  return own.some((_, start) => phrase.every((term, i) => own[start + i] === term));
}

function bySort({ sort }: RetrievalPlan) {
  return (a: Candidate, b: Candidate): number => {
    if (sort.by === "relevance")
      return Number(b.identifier) - Number(a.identifier) || b.score - a.score || compareIds(a.id, b.id);
    const missing = Number(a.sortValue === null) - Number(b.sortValue === null);
    const ascending = (a.sortValue ?? 0) - (b.sortValue ?? 0);
    return missing || (sort.order === "asc" ? ascending : -ascending) || compareIds(a.id, b.id);
  };
}

function isAfter(candidate: Candidate, plan: RetrievalPlan): boolean {
  if (plan.after === undefined) return true;
  const { value, id, identifier = false } = plan.after;
  const place: Candidate = { ...candidate, score: value ?? 0, sortValue: value, id, identifier };
  return bySort(plan)(candidate, place) > 0;
}

export function splitWords(document: IndexDocument): AnalyzedDocument {
  const split = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const terms = Object.entries(document.text).map(([name, texts]) => [name, texts.flatMap(split)] as const);
  return { document, terms: Object.fromEntries(terms) };
}

function memoized(compute: (term: string) => number): (term: string) => number {
  const known = new Map<string, number>();
  return (term) => {
    const value = known.get(term) ?? compute(term);
    known.set(term, value);
    return value;
  };
}
