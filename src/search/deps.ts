import type { Staged } from "../observe/stages.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import type { Learning } from "./learning.ts";
import type { SynonymRule } from "../query/synonyms.ts";

export interface SearchDeps {
  readonly retrieval: Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;
  /** A catalogue's synonyms; the same array as long as they are the same, since they are compiled once an array. */
  readonly synonyms: (catalog: string) => readonly SynonymRule[];
  /** Absent: the first stage's order, and nothing is recorded. */
  readonly learning?: Learning;
  /** Absent: nothing is measured. */
  readonly staged?: Staged;
  /** 128 random bits as 32 lower-case hexadecimal digits. */
  readonly newQueryId: () => string;
}
