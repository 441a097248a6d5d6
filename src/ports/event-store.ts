import type { ShopEvent } from "../domain/event.ts";
import type { Impression } from "../domain/impression.ts";
import type { ImpressionEntry, LogEntry } from "../domain/log-entry.ts";

export interface Appended {
  /** Its place in the log; of the first one when it is a duplicate. */
  readonly sequence: number;
  /** Known before by its id: nothing was written. */
  readonly duplicate: boolean;
  /** Kept, and marked: one of its (actor, query id, product group, type, day) is already there. */
  readonly repeat: boolean;
}

export interface Erased {
  readonly events: number;
  readonly impressions: number;
}

/** One shopper's UTC day; see `actorOf`. */
export interface ActorDay {
  readonly actor: string;
  /** Days since 1970. */
  readonly day: number;
}

/** A shopper asked to be forgotten: a place in the log, before which nothing of theirs counts. */
export interface Erasure {
  readonly sequence: number;
  readonly user: string;
}

/** The next stretch of a catalogue's log, for who folds it. */
export interface Tail {
  /** Oldest first, their vectors left out. */
  readonly entries: readonly LogEntry[];
  readonly erasures: readonly Erasure[];
  /** The last sequence that it covers; where it began when there is nothing new. */
  readonly to: number;
}

/**
 * The durable record of behaviour: one log of impressions and events, in the order in which they became durable.
 *
 * @throws WinnowError `storage_full`, `storage_failed`, `engine_unavailable`
 */
export interface EventStore extends AsyncDisposable {
  /** Those that have a log, by name; one that was dropped keeps its own until it is trimmed. */
  catalogs(): Promise<readonly string[]>;
  /** Durable when resolved; an outcome for each, in order. Marks repeats as such. */
  append(events: readonly ShopEvent[]): Promise<readonly Appended[]>;
  /**
   * Durable when resolved. Pages of one search stand beside each other; a page that is there already, with the same
   * products, is not added again.
   */
  appendImpressions(impressions: readonly Impression[]): Promise<void>;
  /** Entries after `afterSequence`, oldest first; none that a later call could still precede. */
  read(catalog: string, afterSequence: number, limit: number): Promise<readonly LogEntry[]>;
  /** The same for who folds: at most `limit` entries and erasures together. */
  tail(catalog: string, afterSequence: number, limit: number): Promise<Tail>;
  /** The last sequence that `read` would return; 0 for an empty log. */
  head(catalog: string): Promise<number>;
  /** The pages of one search, by position; empty when it is not known. */
  impressions(catalog: string, queryId: string): Promise<readonly Impression[]>;
  /** The pages of these searches, oldest first, their vectors left out; an unknown one is not in it. */
  searches(catalog: string, queryIds: readonly string[]): Promise<ReadonlyMap<string, readonly ImpressionEntry[]>>;
  /** The days of events that came from these searches and do not say what was asked: their `query` is null. */
  daysOfSearches(catalog: string, queryIds: readonly string[]): Promise<readonly ActorDay[]>;
  /** Entries of each of these days up to a sequence, oldest first, their vectors left out. */
  actorDays(
    catalog: string,
    days: readonly ActorDay[],
    untilSequence: number,
  ): Promise<readonly (readonly LogEntry[])[]>;
  /** All entries of a shopper in a catalogue, oldest first, their vectors left out. */
  ofUser(catalog: string, user: string): Promise<readonly LogEntry[]>;
  /**
   * Marks in every catalogue's log that a shopper, and the sessions they were seen in, are to be forgotten; durable
   * when resolved. The entries go when counters no longer hold them: see `erase`.
   *
   * @returns what is to go; nothing when the shopper is not known
   */
  markErased(user: string): Promise<Erased & { readonly users: readonly string[] }>;
  /** Marks whose entries are still there. */
  erasures(catalog: string): Promise<readonly Erasure[]>;
  /** Removes the entries before a mark, and the mark. */
  erase(catalog: string, erasure: Erasure): Promise<Erased>;
  /** Removes what happened before; @returns how many entries. */
  trim(catalog: string, beforeMs: number): Promise<number>;
}
