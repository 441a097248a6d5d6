import type { Synonym, SynonymStatus } from "../domain/synonym.ts";

export interface SynonymFilter {
  readonly status?: SynonymStatus;
  /** Those after this id, for the next page. */
  readonly after?: string;
  readonly limit: number;
}

/**
 * Learned synonyms, one record for each pair of a catalogue.
 *
 * @throws WinnowError `storage_full`, `storage_failed`, `engine_unavailable`
 */
export interface SynonymStore {
  /** Durable and listed when resolved. @returns false, and nothing is done, when the stored revision is not `revision - 1` */
  save(synonym: Synonym): Promise<boolean>;
  find(catalog: string, id: string): Promise<Synonym | null>;
  /** By id, ascending; a page. */
  list(catalog: string, filter: SynonymFilter): Promise<readonly Synonym[]>;
  count(catalog: string): Promise<Readonly<Record<SynonymStatus, number>>>;
}
