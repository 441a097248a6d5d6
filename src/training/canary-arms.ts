import type { LogEntry } from "../domain/log-entry.ts";
import { armOf } from "./arm.ts";

/** What came of one arm's searches; clicks and searches per shopper, since one shopper's searches are alike. */
export interface ArmFacts {
  readonly shoppers: number;
  readonly searches: number;
  /** Searches with a click, cart or purchase. */
  readonly clicked: number;
  readonly purchases: number;
  readonly noResults: number;
  /** Searches that its model was to order and did not. */
  readonly degraded: number;
  /** 95th percentile, in milliseconds; null when nothing was rescored. */
  readonly rescoreMs: number | null;
  /** Per shopper: Σ of clicked², clicked × searches, searches²: what the rates' errors are made of. */
  readonly squares: { readonly clicked: number; readonly both: number; readonly searches: number };
}

export interface CanaryArms {
  readonly champion: ArmFacts;
  readonly challenger: ArmFacts;
}

export interface CanaryUnderTest {
  readonly version: string;
  readonly share: number;
  readonly sinceMs: number;
  /** Whether a model serves the others; else the first stage's order does. */
  readonly champion: string | null;
}

export interface CanaryWatch {
  /** In any order. */
  add(entry: LogEntry): void;
  facts(): CanaryArms;
}

/**
 * Follows the log from when a model was given to a share of the shoppers. Both arms hold only shoppers that could have
 * been given either, in the same time, counted by what they were assigned to and not by what they got.
 */
export function createCanaryWatch({ version, share, sinceMs, champion }: CanaryUnderTest): CanaryWatch {
  const arms = { champion: createArm(), challenger: createArm() };
  const searches = new Map<string, Search>();
  const early = new Map<string, { clicked: boolean; purchases: number }>();
  return {
    add(entry) {
      if (entry.kind === "impression") {
        const { queryId, shownAtMs, user, session, bot, sort, page, arm, total, modelVersion, rescoreMs } =
          entry.impression;
        const shopper = user ?? session;
        if (shownAtMs < sinceMs || shopper === null || bot || sort.by !== "relevance" || page !== 1) return;
        const assigned = armOf(shopper, share, version);
        // A shopper who asked for the text order has left the test.
        const expected = assigned === "champion" && champion === null ? "first_stage" : assigned;
        if (arm !== expected || searches.has(queryId)) return;
        const search = { arm: assigned, shopper, clicked: false };
        searches.set(queryId, search);
        const lost = total > 0 && expected !== "first_stage" && modelVersion === null;
        arms[assigned].search(shopper, total === 0, lost, rescoreMs);
        const before = early.get(queryId);
        if (before?.clicked === true) note(search, before.purchases);
        return;
      }
      const { type, queryId, setAside } = entry.event;
      if (queryId === null || setAside !== null || !telling.has(type)) return;
      const purchases = type === "purchase" ? 1 : 0;
      const search = searches.get(queryId);
      if (search !== undefined) note(search, purchases);
      else {
        // Impressions are written behind the answer; a fast click may come before.
        const waiting = early.get(queryId) ?? { clicked: true, purchases: 0 };
        waiting.purchases += purchases;
        early.set(queryId, waiting);
        if (early.size > MOST_EARLY) early.delete(early.keys().next().value!);
      }
    },
    facts: () => ({ champion: arms.champion.facts(), challenger: arms.challenger.facts() }),
  };

  function note(search: Search, purchases: number): void {
    arms[search.arm].came(search.shopper, !search.clicked, purchases);
    search.clicked = true;
  }
}

const telling = new Set(["click", "add_to_cart", "purchase"]);
const MOST_EARLY = 10_000;

interface Search {
  readonly arm: "champion" | "challenger";
  readonly shopper: string;
  clicked: boolean;
}

/** Rescorings that the percentile is taken over: the last ones. */
const TIMES = 1000;

function createArm() {
  const shoppers = new Map<string, { searches: number; clicked: number }>();
  const times: number[] = [];
  const counts = { searches: 0, clicked: 0, purchases: 0, noResults: 0, degraded: 0 };
  const squares = { clicked: 0, both: 0, searches: 0 };
  const shopperOf = (name: string) => {
    const known = shoppers.get(name) ?? { searches: 0, clicked: 0 };
    shoppers.set(name, known);
    return known;
  };
  return {
    search(name: string, empty: boolean, lost: boolean, rescoreMs: number | null): void {
      const shopper = shopperOf(name);
      squares.searches += 2 * shopper.searches + 1;
      squares.both += shopper.clicked;
      shopper.searches += 1;
      counts.searches += 1;
      counts.noResults += Number(empty);
      counts.degraded += Number(lost);
      if (rescoreMs !== null) times[counts.searches % TIMES] = rescoreMs;
    },
    came(name: string, first: boolean, purchases: number): void {
      counts.purchases += purchases;
      if (!first) return;
      const shopper = shopperOf(name);
      squares.clicked += 2 * shopper.clicked + 1;
      squares.both += shopper.searches;
      shopper.clicked += 1;
      counts.clicked += 1;
    },
    facts(): ArmFacts {
      const sorted = Float64Array.from(Object.values(times)).sort();
      const rescoreMs = sorted[Math.min(sorted.length - 1, Math.floor(0.95 * sorted.length))] ?? null;
      return { ...counts, shoppers: shoppers.size, rescoreMs, squares: { ...squares } };
    },
  };
}
