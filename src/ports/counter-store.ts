import type { Counters, Increment } from "../domain/counters.ts";

export interface CountersRead {
  /** How much of the log these values have folded. */
  readonly sequence: number;
  /** One a key, in order; empty for an unknown entity. */
  readonly counters: readonly Counters[];
}

/**
 * Folded state: sums of whole numbers, so that the order of events does not matter.
 *
 * @throws WinnowError `storage_failed`, `engine_unavailable`
 */
export interface CounterStore extends AsyncDisposable {
  /** One round trip; all values as of the same sequence. */
  read(catalog: string, keys: readonly string[]): Promise<CountersRead>;
  /** How much of the log is folded; 0 for none. */
  sequence(catalog: string): Promise<number>;
  /**
   * Adds all or nothing, durable when resolved, and moves the sequence on.
   * @returns false, and nothing is done, when the sequence is no longer `from`: someone else has folded
   */
  apply(catalog: string, increments: readonly Increment[], from: number, to: number): Promise<boolean>;
  /** Forgets all of a catalogue, for a fold from the beginning. */
  reset(catalog: string): Promise<void>;
}
