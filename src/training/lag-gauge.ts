import type { LogEntry } from "../domain/log-entry.ts";
import { timeOf } from "./read-log.ts";

export interface LagGauge {
  /** In the order of the log. */
  add(entry: LogEntry): void;
  /** At the 90th percentile of searches. */
  finish(): { readonly staleMs: number; readonly staleEntries: number };
}

/**
 * How far counters were behind the log when features were computed from them: the age of the oldest entry that they
 * lacked, and how many. Both are needed: in a quiet shop one entry may be old, in a busy one many are young.
 */
export function createLagGauge(): LagGauge {
  const sequences: number[] = [];
  const times: number[] = [];
  const lagsMs: number[] = [];
  const lagEntries: number[] = [];
  return {
    add(entry) {
      if (entry.kind === "impression" && !entry.impression.bot) {
        const lacking = firstAfter(sequences, entry.impression.stateSequence);
        lagEntries.push(sequences.length - lacking);
        lagsMs.push(lacking < times.length ? Math.max(0, entry.impression.shownAtMs - times[lacking]!) : 0);
      }
      sequences.push(entry.sequence);
      times.push(timeOf(entry));
    },
    finish: () => ({ staleMs: ninetieth(lagsMs), staleEntries: ninetieth(lagEntries) }),
  };
}

/** Index of the first above `sequence`; they rise. */
function firstAfter(sequences: readonly number[], sequence: number): number {
  let low = 0;
  let high = sequences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sequences[middle]! > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
}

function ninetieth(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(0.9 * sorted.length))] ?? 0;
}
