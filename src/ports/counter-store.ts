import type { Counters, Increment } from "../domain/counters.ts";

export interface CountersRead {
  /** How much of the log these values have folded. */
  readonly sequence: number;
  /** One a key, in order; empty for an unknown entity. */
  readonly counters: readonly Counters[];
}

export interface CounterPage {
  readonly entities: readonly { readonly key: string; readonly counters: Counters }[];
  /** Where the next page begins; null after the last. */
  readonly cursor: string | null;
}

/**
 * Folded state: sums of whole numbers, so that the order of events does not matter.
 *
 * @throws WinnowError `storage_full`, `storage_failed`, `engine_unavailable`
 */
export interface CounterStore extends AsyncDisposable {
  /** One round trip; all values as of the same sequence. An entity that has not changed is the very same map. */
  read(catalog: string, keys: readonly string[]): Promise<CountersRead>;
  /** How much of the log is folded, also by other processes; 0 for none. */
  sequence(catalog: string): Promise<number>;
  /**
   * Adds all or nothing, durable when resolved, and moves the sequence on. A field that comes to 0 is gone.
   * @returns false, and nothing is done, when the sequence is no longer `from`: someone else has folded
   */
  apply(catalog: string, increments: readonly Increment[], from: number, to: number): Promise<boolean>;
  /** All entities, some at a time: what is there throughout comes at least once. @param cursor null begins */
  entities(catalog: string, cursor: string | null): Promise<CounterPage>;
  /** Forgets all of a catalogue, for a fold from the beginning. */
  reset(catalog: string): Promise<void>;
}
