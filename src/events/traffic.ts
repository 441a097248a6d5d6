import type { LogEntry } from "../domain/log-entry.ts";
import type { EventStore } from "../ports/event-store.ts";
import { countArms, countQueries, createRecentSearches, type RecentSearches } from "./recent-searches.ts";
import type { TrafficCounts, TrafficReport, TrafficSpan } from "./traffic-report.ts";

export interface TrafficDeps {
  readonly store: Pick<EventStore, "head" | "tail">;
  readonly now: () => number;
  /** How far back the log is read at first, in entries. */
  readonly lookBack?: number;
  /** What one call may spend on reading on, in milliseconds. */
  readonly budgetMs?: number;
}

/** What shoppers do, over time: read from the log as it grows, kept in a bounded summary of this process. */
export interface Traffic {
  /** Reads on for a bounded time; the answer says how far behind it still is. */
  read(catalog: string, span: TrafficSpan): Promise<TrafficReport>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const page = 1_000;
/** Between two stretches of reading, which leaves the process to searches. */
const pauseMs = 25;

/** How long a span is, and how finely it is told. */
const spans: Readonly<Record<TrafficSpan, { readonly stepMs: number; readonly steps: number }>> = {
  hour: { stepMs: minuteMs, steps: 60 },
  day: { stepMs: 15 * minuteMs, steps: 96 },
  week: { stepMs: 2 * hourMs, steps: 84 },
  month: { stepMs: 12 * hourMs, steps: 60 },
};

/** Buckets that are kept: minutes of a day, hours of a month. */
const kept = { minutes: 25 * 60, hours: 31 * 24 };

interface Summary {
  sequence: number;
  readonly minutes: Map<number, Counts>;
  readonly hours: Map<number, Counts>;
  readonly recent: RecentSearches;
}

type Counts = { -readonly [K in keyof TrafficCounts]: number };

export const createTraffic = ({ store, now, lookBack = 200_000, budgetMs = 100 }: TrafficDeps): Traffic => {
  const summaries = new Map<string, Promise<Summary>>();
  const goingOn = new Set<string>();

  const begin = async (catalog: string): Promise<Summary> => ({
    sequence: Math.max(0, (await store.head(catalog)) - lookBack),
    minutes: new Map(),
    hours: new Map(),
    recent: createRecentSearches(),
  });

  const readOn = async (catalog: string, summary: Summary): Promise<Summary> => {
    const until = performance.now() + budgetMs;
    while (performance.now() < until) {
      const { entries, to } = await store.tail(catalog, summary.sequence, page);
      for (const entry of entries) add(summary, entry);
      if (to === summary.sequence) break;
      summary.sequence = to;
    }
    prune(summary.minutes, minuteMs, kept.minutes, now());
    prune(summary.hours, hourMs, kept.hours, now());
    return summary;
  };

  /** One after the other: each goes on where the one before ended. A failed one is not gone on from. */
  const next = async (catalog: string): Promise<Summary> => {
    const reading = (summaries.get(catalog) ?? begin(catalog)).then((summary) => readOn(catalog, summary));
    summaries.set(catalog, reading);
    try {
      return await reading;
    } catch (error) {
      summaries.delete(catalog);
      throw error;
    }
  };

  /** Once someone has asked, the rest is read without waiting for the next question. */
  const goOn = (catalog: string): void => {
    if (goingOn.has(catalog)) return;
    goingOn.add(catalog);
    const step = async () => {
      const before = (await summaries.get(catalog))?.sequence;
      const after = (await next(catalog)).sequence;
      return before !== after;
    };
    const loop = (): void => {
      step().then(
        (more) => (more ? void setTimeout(loop, pauseMs).unref() : goingOn.delete(catalog)),
        // Whoever asks next is told.
        () => goingOn.delete(catalog),
      );
    };
    setTimeout(loop, pauseMs).unref();
  };

  return {
    async read(catalog, span) {
      const summary = await next(catalog);
      const head = await store.head(catalog);
      if (summary.sequence < head) goOn(catalog);
      return report(summary, span, now(), head);
    },
  };
};

const add = ({ minutes, hours, recent }: Summary, entry: LogEntry): void => {
  const atMs = entry.kind === "event" ? entry.event.timestampMs : entry.impression.shownAtMs;
  const count = (name: keyof TrafficCounts) => {
    bucketOf(minutes, Math.floor(atMs / minuteMs))[name]++;
    bucketOf(hours, Math.floor(atMs / hourMs))[name]++;
  };
  if (entry.kind === "impression") {
    const { impression } = entry;
    if (impression.bot) count("set_aside");
    // Further pages are the same search.
    if (impression.bot || impression.page > 1) return;
    count("searches");
    if (impression.total === 0) count("zero_results");
    recent.searched(impression);
  } else {
    const { type, setAside, queryId } = entry.event;
    if (setAside !== null) count("set_aside");
    const name = names.get(type);
    if (setAside !== null || name === undefined) return;
    count(name);
    if (queryId !== null) recent.happened(queryId, name);
  }
};

const names = new Map<string, "clicks" | "add_to_carts" | "purchases">([
  ["click", "clicks"],
  ["add_to_cart", "add_to_carts"],
  ["purchase", "purchases"],
]);

const report = (summary: Summary, span: TrafficSpan, nowMs: number, head: number): TrafficReport => {
  const { stepMs, steps } = spans[span];
  const [source, sourceMs] = stepMs < hourMs ? [summary.minutes, minuteMs] : [summary.hours, hourMs];
  const toMs = (Math.floor(nowMs / stepMs) + 1) * stepMs;
  const fromMs = toMs - steps * stepMs;
  const buckets = Array.from({ length: steps }, (_, i) => ({ at_ms: fromMs + i * stepMs, ...none() }));
  for (const [index, counts] of source) {
    const into = buckets[Math.floor((index * sourceMs - fromMs) / stepMs)];
    if (into !== undefined) addAll(into, counts);
  }
  const totals = none();
  for (const bucket of buckets) addAll(totals, bucket);
  const searches = summary.recent.since(fromMs);
  return {
    from_ms: fromMs,
    to_ms: toMs,
    step_ms: stepMs,
    buckets,
    totals,
    ...countQueries(searches),
    arms: countArms(searches),
    behind: Math.max(0, head - summary.sequence),
  };
};

const none = (): Counts => ({ searches: 0, zero_results: 0, clicks: 0, add_to_carts: 0, purchases: 0, set_aside: 0 });

const addAll = (into: Counts, counts: Counts): void => {
  for (const name of Object.keys(none()) as (keyof Counts)[]) into[name] += counts[name];
};

const bucketOf = (buckets: Map<number, Counts>, index: number): Counts => {
  let counts = buckets.get(index);
  if (counts === undefined) buckets.set(index, (counts = none()));
  return counts;
};

const prune = (buckets: Map<number, Counts>, stepMs: number, most: number, nowMs: number): void => {
  const oldest = Math.floor(nowMs / stepMs) - most;
  for (const index of buckets.keys()) if (index < oldest) buckets.delete(index);
};
