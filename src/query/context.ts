import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Token } from "../text/analyzer.ts";
import type { Synonyms } from "./synonyms.ts";

/** What a query is understood by: a catalogue's words and its language. */
export interface QueryContext {
  readonly vocabulary: Vocabulary;
  /** Cuts a text into terms as text fields are cut, telling where each stood. */
  readonly tokens: (text: string) => readonly Token[];
  readonly stem: (term: string) => string;
  /** Analysed. */
  readonly stopWords: ReadonlySet<string>;
  readonly synonyms: Synonyms;
  /** The mapping's `identifier` normaliser: lower-case letters and digits only. */
  readonly normalizeIdentifier: (text: string) => string;
  /** True while the last word may still be being typed; then it is completed even when it is known. */
  readonly typing: boolean;
}
