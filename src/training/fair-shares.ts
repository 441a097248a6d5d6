import type { Impression } from "../domain/impression.ts";
import { unitHash } from "./arm.ts";

export interface FairShares {
  add(impression: Impression): void;
  finish(): (impression: Pick<Impression, "user" | "session" | "queryId">) => boolean;
}

/** Everybody may count for so many searches. */
const FREE = 5;

/**
 * Nobody counts for more than twice as many searches as nine in ten shoppers make: who searches more, a reseller or a
 * program that takes its time, counts with a part of them, spread over all of its days. What few do often must not
 * decide what everybody sees.
 */
export function createFairShares(): FairShares {
  const searches = new Map<string, number>();
  return {
    add({ user, session, bot, page }) {
      const shopper = user ?? session;
      if (shopper !== null && !bot && page === 1) searches.set(shopper, (searches.get(shopper) ?? 0) + 1);
    },
    finish() {
      const sorted = Float64Array.from(searches.values()).sort();
      const most = Math.max(FREE, 2 * (sorted[Math.floor(0.9 * sorted.length)] ?? 0));
      return ({ user, session, queryId }) => {
        const made = searches.get(user ?? session ?? "") ?? 0;
        return made <= most || unitHash(queryId) < most / made;
      };
    },
  };
}
