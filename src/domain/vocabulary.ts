export interface VocabularyTerm {
  readonly term: string;
  /** Products that hold it in any text field. */
  readonly frequency: number;
}

export interface NearbyTerm extends VocabularyTerm {
  /** Damerau–Levenshtein distance (optimal string alignment), 1 or 2. */
  readonly edits: number;
}

/** The words of a catalogue: what queries are understood by. Immutable; a newer one replaces it as a whole. */
export interface Vocabulary {
  /** Products counted. */
  readonly documents: number;
  /** Products that hold the analysed term in any text field; 0 when unknown. */
  frequency(term: string): number;
  /** Terms that start with `prefix`, itself included, most frequent first. */
  withPrefix(prefix: string, limit: number): readonly VocabularyTerm[];
  /** Terms within `maxEdits` of `term`, itself left out: fewest edits first, then most frequent. */
  nearby(term: string, maxEdits: 1 | 2, limit: number): readonly NearbyTerm[];
  /** Terms whose stem this is, most frequent first. */
  withStem(stem: string): readonly VocabularyTerm[];
  /** Products whose title holds `first` directly before `second`; 0 when rare or unknown. */
  pairFrequency(first: string, second: string): number;
}

export interface Completion {
  /** As it is to be shown: `wireless headphones`, `Acme`, `Computers > Laptops`. */
  readonly text: string;
  readonly kind: "query" | "brand" | "category";
  /** Products it would lead to. */
  readonly count: number;
}

/** Completions of what is being typed; typos in it are forgiven. Immutable. */
export interface Completions {
  complete(typed: string, kind: Completion["kind"], limit: number): readonly Completion[];
}

/** All that is known of a catalogue's words, built together with its index. */
export interface Lexicon {
  readonly vocabulary: Vocabulary;
  readonly completions: Completions;
}
