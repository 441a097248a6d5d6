import type { ShopEvent } from "../../src/domain/event.ts";
import type { Impression } from "../../src/domain/impression.ts";
import type { LogEntry } from "../../src/domain/log-entry.ts";
import { creditEvents, type Credits, type Noted } from "./credit-events.ts";
import type { Outcome } from "./outcome.ts";
import { createShownIndex } from "./shown-index.ts";

export interface AttributionOptions {
  /** How long after a click what its shopper does with that product is still due to it, when nothing names the search. */
  readonly windowMs: number;
  /** A click sooner after the answer than this is no person's. */
  readonly minClickMs: number;
}

export interface Attribution {
  /** In any order; an event that comes twice counts once. */
  add(entry: LogEntry): void;
  /** @param leaveOut pseudonyms whose impressions and events are not to be learned from */
  finish(leaveOut?: ReadonlySet<string>): Outcomes;
}

export interface Outcomes {
  /** What came of each shown product, in the impression's order; null where nothing did. */
  of(impression: Impression): readonly (Outcome | null)[];
  /** Whether to learn from it: shown to a person, in an order of relevance. */
  usable(impression: Impression): boolean;
  /** The most frequent one, which values are in; null without a purchase. What was paid in others counts, but has no value. */
  readonly currency: string | null;
  readonly counts: AttributionCounts;
}

export interface AttributionCounts {
  readonly byQueryId: number;
  readonly byLastClick: number;
  /** No search of the slice showed it. */
  readonly unattributed: number;
  /** Bots, repeats, left-out users, clicks too fast for a person. */
  readonly setAside: number;
}

/**
 * Joins what shoppers did to the searches that showed it, from the log alone: it does not matter which server received
 * what, in which order, or how many days later. An event belongs to the search that it names, if that one showed the
 * product; else to the search behind its user's last click on the product.
 *
 * Keeps about 200 bytes an impression and 150 an event, never a vector. Read the log beyond the impressions to be
 * learned from, so that later purchases reach them.
 */
export function createAttribution(options: Partial<AttributionOptions> = {}): Attribution {
  const { windowMs, minClickMs } = { ...defaults, ...options };
  const shown = createShownIndex();
  const noted = new Map<string, Noted>();
  let setAside = 0;

  return {
    add(entry) {
      if (entry.kind === "impression") shown.add(entry.impression);
      else if (entry.event.setAside !== null) setAside += 1;
      else {
        const event = note(entry.event);
        if (event !== null) noted.set(entry.event.id, event);
      }
    },
    finish(leaveOut = new Set()) {
      const credits = creditEvents([...noted.values()], shown, { windowMs, minClickMs, leaveOut });
      return outcomes(credits, leaveOut, setAside + credits.setAside);
    },
  };
}

const defaults: AttributionOptions = { windowMs: 7 * 24 * 3_600_000, minClickMs: 300 };

function note(event: ShopEvent): Noted | null {
  const { type, product, id, user, session, queryId, timestampMs, priceMinor, currency } = event;
  if (product === null) return null;
  if (
    type !== "click" &&
    type !== "add_to_cart" &&
    type !== "remove_from_cart" &&
    type !== "purchase" &&
    type !== "return"
  )
    return null;
  return {
    id,
    type,
    user: user ?? session,
    queryId,
    product: product.id,
    group: product.group,
    timestampMs,
    quantity: event.quantity ?? 1,
    priceMinor,
    currency,
  };
}

function outcomes(credits: Credits, leaveOut: ReadonlySet<string>, setAside: number): Outcomes {
  const { byQueryId, byLastClick, unattributed, currency } = credits;
  return {
    of: (impression) => {
      const search = credits.outcomes.get(impression.queryId);
      return impression.shown.map(({ id }) => search?.get(id) ?? null);
    },
    usable: ({ bot, user, session, sort, shown }) => {
      const who = user ?? session;
      return (
        !bot &&
        (who === null || !leaveOut.has(who)) &&
        sort.by === "relevance" &&
        shown.some(({ position }) => position > 0)
      );
    },
    currency,
    counts: { byQueryId, byLastClick, unattributed, setAside },
  };
}
