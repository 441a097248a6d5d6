import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { RateCounts } from "../ports/rate-counts.ts";

/** How often someone may do something in a minute by the clock. Counted here at once, and with other processes behind. */
export interface RateLimits extends Disposable {
  /**
   * Counts `points` unless that would be too many.
   *
   * @param name of the limit
   * @param who an address or a key's id
   * @returns null, or the seconds until it may be tried again
   */
  take(name: string, who: string, points: number, perMinute: number): number | null;
  /** The same without counting: null as long as something is left. */
  look(name: string, who: string, perMinute: number): number | null;
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
  readonly window: number;
  /** What others have told of, our own included. */
  known: number;
  /** Ours that has not been told. */
  untold: number;
}

const windowMs = 60_000;
/** Others hear of counts this often, so that all processes together let through little more than one would. */
const everyMs = 500;
/** Who is far from every limit is of no interest to others. */
const toldFrom = 0.05;
/** Beyond so many addresses at once the longest silent are forgotten. */
const mostCounts = 100_000;

export const createRateLimits = ({ shared, secret, now }: RateLimitsDeps): RateLimits => {
  const counts = new LRUCache<string, Count>({ max: mostCounts });
  const toTell = new Set<Count>();
  const windowNow = () => Math.floor(now() / windowMs);
  const countOf = (name: string, who: string): Count => {
    const key = `${name} ${who}`;
    const window = windowNow();
    const known = counts.get(key);
    if (known?.window === window) return known;
    const fresh = { name, who, window, known: 0, untold: 0 };
    counts.set(key, fresh);
    return fresh;
  };
  const untilNext = () => ((windowNow() + 1) * windowMs - now()) / 1000;

  const tell = async (rates: RateCounts): Promise<void> => {
    const window = windowNow();
    const telling = [...toTell].filter((count) => count.window === window);
    toTell.clear();
    if (telling.length === 0) return;
    const told = new Map(telling.map((count) => [nameOf(secret, count), count.untold]));
    try {
      const sums = await rates.add(String(window), told);
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
  const timer = shared === null ? null : setInterval(() => void tell(shared), everyMs).unref();

  return {
    take(name, who, points, perMinute) {
      const count = countOf(name, who);
      const sum = count.known + count.untold + points;
      if (sum > perMinute) return untilNext();
      count.untold += points;
      if (shared !== null && sum >= perMinute * toldFrom) toTell.add(count);
      return null;
    },
    look(name, who, perMinute) {
      const { known, untold } = countOf(name, who);
      return known + untold >= perMinute ? untilNext() : null;
    },
    [Symbol.dispose]: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
};

const nameOf = (secret: string, { name, who }: Count): string =>
  createHmac("sha256", secret).update(`${name} ${who}`).digest("base64url").slice(0, 22);
