import type { Deadline } from "../domain/deadline.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { RetrievalPlan, Retrieved } from "../domain/retrieval.ts";
import type { Lexicon } from "../domain/vocabulary.ts";

export interface RetrievalStats {
  readonly products: number;
  /** Changes of the store this index has taken in. */
  readonly sequence: number;
  /** Bytes held in memory or on disk for this catalogue's index. */
  readonly bytes: number;
  readonly segments: number;
}

export interface RetrievalHealth {
  /** False until the catalogue can be searched. */
  readonly ready: boolean;
  /** How far behind the store, in changes; 0 when up to date. */
  readonly lag: number;
  readonly detail?: string;
}

/**
 * Finds candidates. Engines match exact analysed terms and score them with Lucene's BM25 (k1 1.2, b 0.75, one-byte
 * lengths, the (k1 + 1) factor as Elasticsearch has it); what a query means is decided before, in the tree.
 *
 * @throws WinnowError `catalog_not_found`, `not_ready` (its first index is being built), `deadline_exceeded`,
 * `engine_unavailable`, `invalid_request` (unknown field)
 */
export interface Retrieval extends AsyncDisposable {
  retrieve(plan: RetrievalPlan, deadline: Deadline): Promise<Retrieved>;
  /** The catalogue's mapping as it is indexed now. */
  mapping(catalog: string): CatalogMapping;
  /** The words of the catalogue as it is indexed now. */
  lexicon(catalog: string): Lexicon;
  /** Resolves when all that the store has acknowledged before the call can be found. */
  refresh(catalog: string): Promise<void>;
  stats(catalog: string): RetrievalStats;
  health(catalog: string): RetrievalHealth;
}
