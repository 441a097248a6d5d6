import type { Filter } from "./filter.ts";
import type { Completion } from "./vocabulary.ts";
import type { Arm } from "./impression.ts";
import type { FacetRequest, FacetResult, Sort } from "./retrieval.ts";
import type { Visitor } from "./visitor.ts";

/** A search as a caller means it, already validated. */
export interface SearchRequest {
  readonly catalog: string;
  /** At most 512 characters; empty browses. */
  readonly text: string;
  /** All must hold. A terms, range or boolean filter on a requested facet stays disjunctive. */
  readonly filters: readonly Filter[];
  /**
   * All must hold, whatever is asked for: the caller's key reaches no further. Nothing beyond is found, counted or told
   * of. Absent: everything may be told.
   */
  readonly within?: readonly Filter[];
  /** Null asks for the mapping's own facets; an empty list for none. */
  readonly facets: readonly FacetRequest[] | null;
  readonly sort: Sort;
  /** From 1; page × size ≤ 1,000. */
  readonly page: number;
  readonly size: number;
  /** From an earlier answer's `cursor`; then `page` is ignored. */
  readonly cursor?: string;
  readonly collapse: boolean;
  readonly explain: boolean;
  readonly highlight: boolean;
  /** Absent: nothing is known of who searches. */
  readonly visitor?: Visitor;
  /** `text` asks for the first stage's order whatever has been learned. Absent: learned. */
  readonly order?: "learned" | "text";
  /** Of the first page's answer, so that all pages count as one search. */
  readonly queryId?: string;
}

/** A named part of a hit's score; parts add up to the score. */
export interface ScorePart {
  /** `title`, `brand`, …: the field. */
  readonly name: string;
  readonly value: number;
}

export interface HitExplanation {
  /** Add up to the first stage's score. */
  readonly parts: readonly ScorePart[];
  /** For each word of the query, how it matched. */
  /** Where the words alone would have put it, from 1, before rules. */
  readonly firstStage: { readonly rank: number; readonly score: number };
  readonly words: readonly { readonly text: string; readonly matched: string | null }[];
  /** Rules that moved it, in order: `identifier first`. */
  readonly rules: readonly string[];
}

export interface Hit {
  readonly id: string;
  /** From 1, over all pages. */
  readonly position: number;
  readonly score: number;
  readonly variants: number;
  /** The product, as JSON text: spliced into the answer as it is. */
  readonly source: string;
  /** Field → HTML, safe to put in a page: everything escaped but `<mark>`. */
  readonly highlight?: Readonly<Record<string, string>>;
  readonly explanation?: HitExplanation;
}

/** Which order an answer is in, and by what. */
export interface AnswerRanking {
  readonly order: "learned" | "first_stage";
  /** The model's version; null for the first stage's order. */
  readonly model: string | null;
  readonly arm: Arm;
}

export interface SearchAnswer {
  /** 32 lower-case hexadecimal digits. */
  readonly queryId: string;
  readonly total: number;
  readonly page: number;
  readonly size: number;
  readonly hits: readonly Hit[];
  readonly ranking: AnswerRanking;
  readonly facets: readonly FacetResult[];
  readonly corrected?: { readonly from: string; readonly to: string };
  readonly relaxed?: { readonly dropped: readonly string[] };
  /** Absent on the last page. */
  readonly cursor?: string;
  /** What is missing from this answer; empty when it is whole. */
  readonly degraded: readonly string[];
}

export interface SuggestRequest {
  readonly catalog: string;
  readonly text: string;
  /** Of each kind, at most 20. */
  readonly size: number;
  /** As of a search. */
  readonly within?: readonly Filter[];
}

export interface SuggestAnswer {
  readonly suggestions: readonly Completion[];
  readonly brands: readonly Completion[];
  readonly categories: readonly Completion[];
  readonly products: readonly Hit[];
  readonly degraded: readonly string[];
}
