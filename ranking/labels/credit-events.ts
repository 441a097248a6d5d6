import type { Outcome } from "./outcome.ts";
import type { ShownIndex } from "./shown-index.ts";

/** What attribution keeps of an event. */
export interface Noted {
  readonly id: string;
  readonly type: "click" | "add_to_cart" | "remove_from_cart" | "purchase" | "return";
  readonly user: string | null;
  readonly queryId: string | null;
  readonly product: string;
  readonly group: string;
  readonly timestampMs: number;
  readonly quantity: number;
  readonly priceMinor: number | null;
  readonly currency: string | null;
}

export interface Credits {
  /** Query id → id of the shown product → what came of it. */
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, Outcome>>;
  readonly currency: string | null;
  readonly byQueryId: number;
  readonly byLastClick: number;
  readonly unattributed: number;
  readonly setAside: number;
}

interface Limits {
  readonly windowMs: number;
  readonly minClickMs: number;
  readonly leaveOut: ReadonlySet<string>;
}

/** A shown product of a search. */
interface Place {
  readonly queryId: string;
  readonly id: string;
  readonly atMs: number;
}

/** Walks the events in the order in which they happened, ties by id, so that the order they came in does not matter. */
export function creditEvents(events: readonly Noted[], shown: ShownIndex, limits: Limits): Credits {
  const { windowMs, minClickMs, leaveOut } = limits;
  const outcomes = new Map<string, Map<string, Outcome>>();
  const currency = mainCurrency(events);
  // User and group → where that user last clicked on it, and last bought it from.
  const clicked = new Map<string, Place>();
  const bought = new Map<string, Place>();
  const counts = { byQueryId: 0, byLastClick: 0, unattributed: 0, setAside: 0 };

  for (const event of [...events].sort(inTime)) {
    const { type, user, group, timestampMs } = event;
    if (user !== null && leaveOut.has(user)) {
      counts.setAside += 1;
      continue;
    }
    const key = user === null ? null : `${user}\n${group}`;
    let place = named(event, shown);
    if (place !== null && type === "click") {
      const afterMs = timestampMs - shown.shownAtMs(place.queryId)!;
      if (afterMs >= 0 && afterMs < minClickMs) {
        counts.setAside += 1;
        continue;
      }
    }
    if (place !== null) counts.byQueryId += 1;
    // A click that no search of ours led to is no judgment of an earlier one; what follows from a click is.
    else if (key !== null && type !== "click") {
      const sale = type === "return" ? bought.get(key) : undefined;
      const click = clicked.get(key);
      place = sale ?? (click !== undefined && timestampMs - click.atMs <= windowMs ? click : null);
      if (place !== null) counts.byLastClick += 1;
    }
    if (place === null) {
      counts.unattributed += 1;
      continue;
    }
    if (key !== null && type === "click") clicked.set(key, place);
    if (key !== null && type === "purchase") bought.set(key, place);
    const search = outcomes.get(place.queryId) ?? new Map<string, Outcome>();
    outcomes.set(place.queryId, search);
    search.set(place.id, credited(search.get(place.id) ?? nothing, event, currency));
  }
  return { outcomes, currency, ...counts };
}

function inTime(a: Noted, b: Noted): number {
  return a.timestampMs - b.timestampMs || (a.id < b.id ? -1 : 1);
}

function mainCurrency(events: readonly Noted[]): string | null {
  const counts = new Map<string, number>();
  for (const { type, currency } of events)
    if (type === "purchase" && currency !== null) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [first] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}

/** The product that the search which the event names did show. */
function named({ queryId, product, group, timestampMs }: Noted, shown: ShownIndex): Place | null {
  if (queryId === null) return null;
  const id = shown.find(queryId, product, group);
  return id === null ? null : { queryId, id, atMs: timestampMs };
}

const nothing: Outcome = { clicks: 0, carts: 0, purchases: 0, returned: 0, valueMinor: 0 };

function credited(before: Outcome, { type, quantity, priceMinor, currency }: Noted, main: string | null): Outcome {
  // A return without a currency is in the only one that its shop is likely to have.
  const valueMinor = priceMinor !== null && (currency ?? main) === main ? quantity * priceMinor : 0;
  switch (type) {
    case "click":
      return { ...before, clicks: before.clicks + 1 };
    case "add_to_cart":
      return { ...before, carts: before.carts + 1 };
    case "remove_from_cart":
      return { ...before, carts: Math.max(0, before.carts - 1) };
    case "purchase":
      return { ...before, purchases: before.purchases + quantity, valueMinor: before.valueMinor + valueMinor };
    case "return":
      return { ...before, returned: before.returned + quantity, valueMinor: before.valueMinor - valueMinor };
  }
}
