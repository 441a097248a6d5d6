import type { ShopEvent } from "../domain/event.ts";
import type { Impression } from "../domain/impression.ts";
import type { LogEntry } from "../domain/log-entry.ts";

export interface Appended {
  /** Its place in the log; of the first one when it is a duplicate. */
  readonly sequence: number;
  /** Known before by its id: nothing was written. */
  readonly duplicate: boolean;
  /** Kept but not counted: the first of its (user, query, product, type, day) is already there. */
  readonly repeat: boolean;
}

export interface Erased {
  readonly events: number;
  readonly impressions: number;
}

/**
 * The durable record of behaviour: one log of impressions and events, in the order in which they became durable.
 *
 * @throws WinnowError `storage_full`, `storage_failed`, `engine_unavailable`
 */
export interface EventStore extends AsyncDisposable {
  /** Durable when resolved; an outcome for each, in order. Marks repeats as such. */
  append(events: readonly ShopEvent[]): Promise<readonly Appended[]>;
  /** Durable when resolved. A page of a search that is there already is added beside it. */
  appendImpressions(impressions: readonly Impression[]): Promise<void>;
  /** Entries after `afterSequence`, oldest first; none that a later call could still precede. */
  read(catalog: string, afterSequence: number, limit: number): Promise<readonly LogEntry[]>;
  /** The last sequence that `read` would return; 0 for an empty log. */
  head(catalog: string): Promise<number>;
  /** The pages of one search, by position; empty when it is not known. */
  impressions(catalog: string, queryId: string): Promise<readonly Impression[]>;
  /** Entries of one shopper's UTC day, oldest first: what a flood is taken back by. */
  userDay(catalog: string, user: string, day: number): Promise<readonly LogEntry[]>;
  /** All entries of a shopper in a catalogue, oldest first. */
  ofUser(catalog: string, user: string): Promise<readonly LogEntry[]>;
  /** Removes all entries of a shopper, in every catalogue. */
  erase(user: string): Promise<Erased>;
  /** Removes what happened before; @returns how many entries. */
  trim(catalog: string, beforeMs: number): Promise<number>;
}
