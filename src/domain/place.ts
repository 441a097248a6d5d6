import type { AnswerRanking, ScorePart, SearchRequest } from "./search.ts";

export interface PlaceRequest extends Pick<SearchRequest, "catalog" | "text" | "filters" | "within" | "collapse"> {
  readonly visitor: NonNullable<SearchRequest["visitor"]>;
  readonly product: string;
}

/** What one theme of features did to a product's score. */
export interface Contribution {
  /** Key of the theme: `title_words`. */
  readonly group: string;
  /** In a shopkeeper's words: `words in the title`. */
  readonly says: string;
  /** Added to the score; below 0 it pushed the product down. */
  readonly value: number;
  readonly features: readonly {
    readonly name: string;
    /** Null is unknown. */
    readonly value: number | null;
    readonly contribution: number;
  }[];
}

/** Why a product stands where it stands for a query. */
export interface PlaceExplanation {
  readonly query: string;
  readonly product: string;
  /** From 1, after rules. */
  readonly position: number;
  readonly total: number;
  readonly ranking: AnswerRanking;
  readonly score: number;
  /** What all products of the window begin with; contributions add up to score - base. 0 and empty without a model. */
  readonly base: number;
  /** Largest effect first. */
  readonly contributions: readonly Contribution[];
  readonly firstStage: { readonly rank: number; readonly score: number; readonly parts: readonly ScorePart[] };
  /** Rules that moved it, in order. */
  readonly rules: readonly string[];
  /** With a theme as the first product has it, all else the same: the place it would have. Best first. */
  readonly wouldMove: readonly { readonly says: string; readonly position: number }[];
}
