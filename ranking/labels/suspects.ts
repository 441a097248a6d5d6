import type { LogEntry } from "../../src/domain/log-entry.ts";
import { createShownIndex } from "./shown-index.ts";

export interface SuspicionLimits {
  /** A click sooner after the answer is no person's. */
  readonly minClickMs: number;
  /** Clicks or searches within one minute that no person makes. */
  readonly aMinute: number;
  /** Clicks on one UTC day that no person makes. */
  readonly aDay: number;
}

export interface Suspicion {
  /** In any order. */
  add(entry: LogEntry): void;
  /** Pseudonym → why it is not to be learned from, in words for people. */
  finish(): ReadonlyMap<string, readonly string[]>;
}

/**
 * Finds who behaves like a program, from a slice of the log: clicks faster than a person can, more of them than a person
 * makes, always at the same interval, on the same few products again and again, or on nearly everything that is shown. It needs no one's agent or address.
 */
export function createSuspicion(limits: Partial<SuspicionLimits> = {}): Suspicion {
  const { minClickMs, aMinute, aDay } = { ...defaults, ...limits };
  const shown = createShownIndex();
  const users = new Map<string, Trail>();
  const trailOf = (user: string): Trail => {
    const known = users.get(user);
    if (known !== undefined) return known;
    const trail: Trail = { searches: [], products: 0, clicks: [] };
    users.set(user, trail);
    return trail;
  };
  return {
    add(entry) {
      if (entry.kind === "impression") {
        const { impression } = entry;
        shown.add(impression);
        const user = impression.user ?? impression.session;
        if (user === null) return;
        const trail = trailOf(user);
        trail.searches.push(impression.shownAtMs);
        trail.products += impression.shown.filter(({ position }) => position > 0).length;
        return;
      }
      const { event } = entry;
      const user = event.user ?? event.session;
      if (user === null || event.type !== "click" || event.product === null) return;
      trailOf(user).clicks.push({ atMs: event.timestampMs, queryId: event.queryId, group: event.product.group });
    },
    finish() {
      const found = new Map<string, readonly string[]>();
      for (const [user, trail] of users) {
        const delays = trail.clicks.flatMap(({ atMs, queryId }) => {
          const shownAtMs = queryId === null ? null : shown.shownAtMs(queryId);
          return shownAtMs === null ? [] : [atMs - shownAtMs];
        });
        const reasons = [
          ...tooFast(delays, minClickMs),
          ...tooMany(trail, aMinute, aDay),
          ...tooRegular(trail),
          ...tooMonotonous(trail),
          ...everything(trail),
        ];
        if (reasons.length > 0) found.set(user, reasons);
      }
      return found;
    },
  };
}

interface Trail {
  readonly searches: number[];
  /** Shown to it in all. */
  products: number;
  readonly clicks: { readonly atMs: number; readonly queryId: string | null; readonly group: string }[];
}

const defaults: SuspicionLimits = { minClickMs: 300, aMinute: 60, aDay: 500 };
/** Fewer clicks prove nothing. */
const leastClicks = 10;

function tooFast(delays: readonly number[], minClickMs: number): readonly string[] {
  // Before the answer is a wrong clock, not speed.
  const fast = delays.filter((delay) => delay >= 0 && delay < minClickMs).length;
  if (fast < 5 || fast * 2 < delays.length) return [];
  return [`${fast} of ${delays.length} clicks came within ${minClickMs} ms of the answer`];
}

function tooMany({ clicks, searches }: Trail, aMinute: number, aDay: number): readonly string[] {
  const reasons: string[] = [];
  const times = clicks.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const busiest = Math.max(
    most(times, 60_000),
    most(
      [...searches].sort((a, b) => a - b),
      60_000,
    ),
  );
  if (busiest > aMinute) reasons.push(`${busiest} clicks or searches within a minute`);
  const day = most(times, 24 * 3_600_000);
  if (day > aDay) reasons.push(`${day} clicks within a day`);
  return reasons;
}

/** The most that fall within a span. */
function most(times: readonly number[], spanMs: number): number {
  let [from, largest] = [0, 0];
  for (const [i, time] of times.entries()) {
    while (time - times[from]! >= spanMs) from += 1;
    largest = Math.max(largest, i - from + 1);
  }
  return largest;
}

/** A person's pauses are spread over orders of magnitude; a timer's are not. */
function tooRegular({ clicks }: Trail): readonly string[] {
  if (clicks.length < 2 * leastClicks) return [];
  const times = clicks.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const pauses = times.slice(1).map((time, i) => time - times[i]!);
  const mean = pauses.reduce((a, b) => a + b, 0) / pauses.length;
  const deviation = Math.sqrt(pauses.reduce((sum, pause) => sum + (pause - mean) ** 2, 0) / pauses.length);
  return deviation < 0.1 * mean ? [`a click every ${Math.round(mean)} ms, as by a timer`] : [];
}

/** Entropy (Shannon 1948) of what is clicked: of a hundred clicks a person's go to more than three products. */
function tooMonotonous({ clicks }: Trail): readonly string[] {
  if (clicks.length < 5 * leastClicks) return [];
  const counts = new Map<string, number>();
  for (const { group } of clicks) counts.set(group, (counts.get(group) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / clicks.length) * Math.log2(count / clicks.length);
  return bits < 1.6 ? [`${clicks.length} clicks on ${counts.size} products`] : [];
}

function everything({ clicks, products, searches }: Trail): readonly string[] {
  if (searches.length < 3 || products < 5 * leastClicks || clicks.length < 0.8 * products) return [];
  return [`${clicks.length} clicks on ${products} products shown`];
}
