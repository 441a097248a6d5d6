import type { PopularQueries } from "../domain/popular-query.ts";
import type { Staged } from "../observe/stages.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import type { Learning } from "./learning.ts";
import type { SynonymRule } from "../query/synonyms.ts";

export interface SearchDeps {
  readonly retrieval: Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;
  /** A catalogue's synonyms; the same array as long as they are the same, since they are compiled once an array. */
  readonly synonyms: (catalog: string) => readonly SynonymRule[];
  /** What shoppers searched for, to be suggested before the catalogue's own completions. Absent: nothing is. */
  readonly popular?: (catalog: string) => PopularQueries;
  /** Absent: the first stage's order, and nothing is recorded. */
  readonly learning?: Learning;
  /** Absent: nothing is measured. */
  readonly staged?: Staged;
  /** 128 random bits as 32 lower-case hexadecimal digits. */
  readonly newQueryId: () => string;
}
