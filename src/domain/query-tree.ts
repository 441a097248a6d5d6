/** How an alternative relates to the word that was typed; a ranking feature and a line of the explanation. */
export type MatchKind = "exact" | "stem" | "prefix" | "typo" | "synonym" | "compound";

export interface Alternative {
  /** Analysed terms that must all be in the same field; nearly always one. */
  readonly terms: readonly [string, ...string[]];
  /** In (0, 1]: what its BM25 is multiplied by. Holds the kind's worth and the blending of frequencies. */
  readonly weight: number;
  readonly kind: MatchKind;
  /** A synonym that was learned from shoppers; absent: it was not. */
  readonly learned?: true;
}

/** One word of the query with the terms that may stand for it, best first. */
export interface QueryWord {
  /** The word as typed, analysed. */
  readonly text: string;
  readonly alternatives: readonly Alternative[];
  /** False for stop words and dropped words: they score but need not match. */
  readonly required: boolean;
}

/**
 * What a query means, decided once, for every engine. A field's score is the sum over words of the best alternative's
 * weight × BM25; a product matches when each required word matches in at least one text field.
 */
export interface QueryTree {
  /** The query, normalised, as understood (after correction). */
  readonly text: string;
  readonly words: readonly QueryWord[];
  /** Terms that must stand next to each other, in order, in one text field (a quoted phrase). They do not score. */
  readonly phrases: readonly (readonly string[])[];
  /** The whole query as an identifier (normaliser `identifier`), or null; a product that has it comes first and always matches. */
  readonly identifier: string | null;
}
