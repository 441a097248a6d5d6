import type { Completion } from "./vocabulary.ts";

/** What several shoppers searched for and found. */
export interface PopularQuery {
  /** As it is to be shown. */
  readonly text: string;
  /** Distinct shoppers to whom it led to a click or a purchase. */
  readonly shoppers: number;
  /** Products it led to when it was looked at last. */
  readonly count: number;
}

/** A catalogue's popular queries by what they begin with. Immutable. */
export interface PopularQueries {
  /** Those that begin with what is typed, the one of most shoppers first. */
  complete(typed: string, limit: number): readonly Completion[];
}
