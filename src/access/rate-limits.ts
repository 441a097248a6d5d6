import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { RateCounts } from "../ports/rate-counts.ts";

/** How often someone may do something in a minute by the clock, or in another window of it. Counted here at once, and with other processes behind. */
export interface RateLimits extends Disposable {
  /**
   * Counts `points` unless that would be too many.
   *
   * @param name of the limit
   * @param who an address or a key's id
   * @param most in a window
   * @param windowMs always the same of a name; a minute unless told
   * @returns null, or the seconds until it may be tried again
   */
  take(name: string, who: string, points: number, most: number, windowMs?: number): number | null;
  /** The same without counting: null as long as something is left. */
  look(name: string, who: string, most: number, windowMs?: number): number | null;
}

export interface RateLimitsDeps {
  /** Null counts in this process alone. Where it fails, this process's own counts stand. */
  readonly shared: RateCounts | null;
  /** What is counted elsewhere is named by it: no address leaves this process. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Count {
  readonly name: string;
  readonly who: string;
  readonly windowMs: number;
  readonly window: number;
  /** What others have told of, our own included. */
  known: number;
  /** Ours that has not been told. */
  untold: number;
}

const minuteMs = 60_000;
/** Others hear of counts this often, so that all processes together let through little more than one would. */
const everyMs = 500;
/** Who is far from every limit is of no interest to others. */
const toldFrom = 0.05;
/** Beyond so many addresses at once the longest silent are forgotten. */
const mostCounts = 100_000;

export const createRateLimits = ({ shared, secret, now }: RateLimitsDeps): RateLimits => {
  const counts = new LRUCache<string, Count>({ max: mostCounts });
  const toTell = new Set<Count>();
  const windowNow = (windowMs: number) => Math.floor(now() / windowMs);
  const countOf = (name: string, who: string, windowMs: number): Count => {
    const key = `${name} ${who}`;
    const window = windowNow(windowMs);
    const known = counts.get(key);
    if (known?.window === window) return known;
    const fresh = { name, who, windowMs, window, known: 0, untold: 0 };
    counts.set(key, fresh);
    return fresh;
  };
  const untilNext = (windowMs: number) => ((windowNow(windowMs) + 1) * windowMs - now()) / 1000;

  const tellOf = async (rates: RateCounts, windowMs: number, telling: readonly Count[]): Promise<void> => {
    const window = windowNow(windowMs);
    const told = new Map(telling.map((count) => [nameOf(secret, count), count.untold]));
    try {
      // Minutes are called by their number alone, as by servers that knew of no other window.
      const sums = await rates.add(windowMs === minuteMs ? `${window}` : `${windowMs}:${window}`, told, 2 * windowMs);
      for (const count of telling) {
        const name = nameOf(secret, count);
        count.untold -= told.get(name)!;
        count.known = sums.get(name) ?? count.known;
      }
    } catch {
      // Counted here all the same; told with the next.
      for (const count of telling) toTell.add(count);
    }
  };
  const tell = async (rates: RateCounts): Promise<void> => {
    const telling = [...toTell].filter(({ windowMs, window }) => window === windowNow(windowMs));
    toTell.clear();
    for (const windowMs of new Set(telling.map((count) => count.windowMs))) {
      await tellOf(rates, windowMs, telling.filter((count) => count.windowMs === windowMs)); // prettier-ignore
    }
  };
  const timer = shared === null ? null : setInterval(() => void tell(shared), everyMs).unref();

  return {
    take(name, who, points, most, windowMs = minuteMs) {
      const count = countOf(name, who, windowMs);
      const sum = count.known + count.untold + points;
      if (sum > most) return untilNext(windowMs);
      count.untold += points;
      if (shared !== null && sum >= most * toldFrom) toTell.add(count);
      return null;
    },
    look(name, who, most, windowMs = minuteMs) {
      const { known, untold } = countOf(name, who, windowMs);
      return known + untold >= most ? untilNext(windowMs) : null;
    },
    [Symbol.dispose]: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
};

const nameOf = (secret: string, { name, who }: Count): string =>
  createHmac("sha256", secret).update(`${name} ${who}`).digest("base64url").slice(0, 22);
