import { setImmediate as breathe } from "node:timers/promises";
import type { LogEntry } from "../domain/log-entry.ts";
import type { EventStore } from "../ports/event-store.ts";

export interface Stretch {
  readonly catalog: string;
  /** After this sequence… */
  readonly after: number;
  /** …up to and with this one. */
  readonly to: number;
  readonly vectors: boolean;
  readonly signal: AbortSignal;
}

/** Entries in an answer: some 5 MB with vectors. */
const BATCH = 500;

/** The log's entries in batches, oldest first; other work of this thread goes on in between. @throws the signal's reason */
export async function* readLog(
  events: Pick<EventStore, "read" | "tail">,
  { catalog, after, to, vectors, signal }: Stretch,
): AsyncGenerator<readonly LogEntry[]> {
  for (let at = after; at < to;) {
    signal.throwIfAborted();
    const next = vectors ? await withVectors(events, catalog, at) : await events.tail(catalog, at, BATCH);
    if (next.to <= at) return;
    at = next.to;
    yield next.to <= to ? next.entries : next.entries.filter(({ sequence }) => sequence <= to);
    await breathe();
  }
}

async function withVectors(events: Pick<EventStore, "read">, catalog: string, after: number) {
  const entries = await events.read(catalog, after, BATCH);
  return { entries, to: entries.at(-1)?.sequence ?? after };
}

/**
 * The sequence after which the log is no older than `sinceMs`, found by halving; entries come late, so it is about.
 *
 * @param atMost entries to go back from the head
 */
export async function sequenceSince(
  events: Pick<EventStore, "tail">,
  catalog: string,
  { head, sinceMs, atMost }: { readonly head: number; readonly sinceMs: number; readonly atMost: number },
): Promise<number> {
  let low = Math.max(0, head - atMost);
  let high = head;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = (await events.tail(catalog, middle, 1)).entries;
    if (entry === undefined || timeOf(entry) >= sinceMs) high = middle;
    else low = Math.max(entry.sequence, middle + 1);
  }
  return Math.max(0, low - 1);
}

/** When it came. */
export const timeOf = (entry: LogEntry): number =>
  entry.kind === "impression" ? entry.impression.shownAtMs : entry.event.receivedAtMs;
