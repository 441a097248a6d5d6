import type { Filter } from "./filter.ts";
import type { ProductFacts } from "./product-facts.ts";
import type { MatchKind, QueryTree } from "./query-tree.ts";

/** By relevance, or by a number field; ties break by id, ascending. Products lacking the field come last either way. */
export type Sort =
  { readonly by: "relevance" } | { readonly by: "field"; readonly field: string; readonly order: "asc" | "desc" };

export type FacetRequest =
  /** The most frequent values; `contains` keeps values having a word that starts with it (case and accents folded). */
  | { readonly kind: "terms"; readonly field: string; readonly size: number; readonly contains?: string }
  /** A keyword field of paths: the roots, and the children of each path in `open` and of its ancestors. */
  | { readonly kind: "tree"; readonly field: string; readonly size: number; readonly open: readonly string[] }
  | { readonly kind: "stats"; readonly field: string };

/** A filter on a facet that stays disjunctive: it is left out when its own facet is counted. */
export interface FacetFilter {
  readonly field: string;
  readonly filter: Filter;
}

/** Where a page by cursor starts: strictly after this place in the sort order. */
export interface After {
  /** The score, or the sort field's value; null when the product lacks it. */
  readonly value: number | null;
  readonly id: string;
  /** True when that place is an identifier match: they come before all scores. */
  readonly identifier?: boolean;
}

/** One request to an engine; answered in one round trip. */
export interface RetrievalPlan {
  readonly catalog: string;
  /** Null asks for everything that passes the filters. */
  readonly query: QueryTree | null;
  /** Text fields to score, with their weights; candidates' `fieldScores` are in this order. */
  readonly fields: readonly { readonly name: string; readonly weight: number }[];
  readonly filters: readonly Filter[];
  readonly facetFilters: readonly FacetFilter[];
  readonly facets: readonly FacetRequest[];
  readonly sort: Sort;
  /** How many candidates to return, at most 1,000. */
  readonly size: number;
  readonly after?: After;
  /** One candidate a group, its best variant. Totals and facets count groups in any case. */
  readonly collapse: boolean;
}

export interface Candidate {
  readonly id: string;
  readonly group: string;
  /** Sum of the weighted field scores; 0 without a query. Float32. */
  readonly score: number;
  /** BM25 a field, already multiplied by the field's weight, in the plan's field order. */
  readonly fieldScores: readonly number[];
  /** For each word of the query the best kind that matched in any field, or null. */
  readonly matched: readonly (MatchKind | null)[];
  /** True when the query's identifier is this product's. */
  readonly identifier: boolean;
  /** The sort field's value; null when absent or when sorting by relevance. */
  readonly sortValue: number | null;
  /** Members of its group that match query and filters, itself included. */
  readonly variants: number;
}

export interface FacetValue {
  readonly value: string;
  /** Groups, so that the count is the number of results its choice would show. */
  readonly count: number;
}

export type FacetResult =
  | {
      readonly kind: "terms" | "tree";
      readonly field: string;
      readonly values: readonly FacetValue[];
      /** Values left out by `size`. */
      readonly more: number;
    }
  | {
      readonly kind: "stats";
      readonly field: string;
      readonly count: number;
      readonly min: number | null;
      readonly max: number | null;
      readonly avg: number | null;
      readonly sum: number;
    };

export interface Retrieved {
  readonly candidates: readonly Candidate[];
  /** Exact number of groups that match (products, when not collapsing). */
  readonly total: number;
  /** In the order of the plan's facets. */
  readonly facets: readonly FacetResult[];
  /** The JSON of a candidate's product, by its index in `candidates`. */
  readonly source: (index: number) => string;
  /** What ranking knows of it, read from that JSON; the same from every engine. */
  readonly facts: (index: number) => ProductFacts;
  /** Parts of the engine that did not answer, such as failed shards; empty when the answer is whole. */
  readonly degraded: readonly string[];
}
