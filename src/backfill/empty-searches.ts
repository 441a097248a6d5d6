import type { EventStore } from "../ports/event-store.ts";

export interface EmptySearchesDeps {
  readonly events: Pick<EventStore, "head" | "tail">;
  readonly findNow: FindNow;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How much each of these texts finds now, in order; by all that has been acknowledged before the call. */
export type FindNow = (catalog: string, texts: readonly string[], signal: AbortSignal) => Promise<readonly number[]>;

/** What became of the most frequent searches of the last 30 days that found nothing at their time. */
export interface EmptySearchesEffect {
  /** Distinct ones that were asked again. */
  readonly asked: number;
  /** Of them, those that found something before the run, since the catalogue had changed by then. */
  readonly before: number;
  readonly after: number;
}

const SPAN_MS = 30 * 86_400_000;
/** Asked again: the most frequent ones. */
const MOST = 200;
/** Looked at: the log's newest entries. */
const MOST_ENTRIES = 500_000;
const BATCH = 1000;

/**
 * Asks them before a run. @returns what asks them after it
 *
 * @throws WinnowError as the log and the search do; the reason of `signal`
 */
export async function watchEmptySearches(
  { events, findNow, now }: EmptySearchesDeps,
  catalog: string,
  signal: AbortSignal,
): Promise<() => Promise<EmptySearchesEffect>> {
  const texts = await readEmptySearches(events, catalog, now() - SPAN_MS, signal);
  const count = async (): Promise<number> => {
    // No index is opened for nothing.
    if (texts.length === 0) return 0;
    return (await findNow(catalog, texts, signal)).filter((total) => total > 0).length;
  };
  const before = await count();
  return async () => ({ asked: texts.length, before, after: await count() });
}

/** What was written is worth more than what it did: a log or an index that cannot be read is told of, and the rest goes on. */
export const orUnknown = <T>(work: () => Promise<T>, log: (line: string) => void): Promise<T | null> =>
  work().catch((error: unknown) => {
    log(`What it does to searches that found nothing is not known: ${error instanceof Error ? error.message : String(error)}`); // prettier-ignore
    return null;
  });

/** In words. */
export const sayEmptySearches = ({ asked, before, after }: EmptySearchesEffect): string =>
  asked === 0
    ? "No search of the last 30 days found nothing."
    : `Of ${asked} searches of the last 30 days that found nothing, ${after} find something now, ${before} did before this run.`;

/** As they were typed, most frequent first. Filters and robots are left out: no text helps either. */
async function readEmptySearches(
  events: EmptySearchesDeps["events"],
  catalog: string,
  fromMs: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const texts = new Map<string, { readonly text: string; count: number }>();
  const head = await events.head(catalog);
  for (let at = Math.max(0, head - MOST_ENTRIES); at < head;) {
    signal.throwIfAborted();
    const { entries, to } = await events.tail(catalog, at, BATCH);
    if (to <= at) break;
    at = to;
    for (const entry of entries) {
      if (entry.kind !== "impression") continue;
      const { text, normalized, shownAtMs, bot, page, total, filters } = entry.impression;
      const isAsked = shownAtMs >= fromMs && !bot && page === 1 && filters.length === 0 && text !== "";
      if (!isAsked || total > 0) continue;
      const key = normalized === "" ? text : normalized;
      const known = texts.get(key) ?? { text, count: 0 };
      known.count++;
      texts.set(key, known);
    }
  }
  const all = [...texts.values()].sort((a, b) => b.count - a.count);
  return all.slice(0, MOST).map(({ text }) => text);
}
