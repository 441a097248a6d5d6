import fc from "fast-check";
import type { ShopEvent } from "../../src/domain/event.ts";
import type { Impression } from "../../src/domain/impression.ts";
import type { LogEntry } from "../../src/domain/log-entry.ts";
import { anEvent, anImpression, aShownProduct } from "../../src/testing/log-builders.ts";
import { seededRandom, shuffled } from "../metrics/random.ts";
import { createAttribution, type Outcomes } from "./attribute.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const shownAtMs = 1_700_000_000_000;

const first = anImpression({ queryId: "a".repeat(32) });
const later = anImpression({ queryId: "b".repeat(32), shownAtMs: shownAtMs + dayMs });

let ids = 0;
/** Something `afterMs` after the first search, by its user, on its first product. */
function event(type: string, afterMs: number, more: Partial<ShopEvent> = {}): ShopEvent {
  ids += 1;
  return anEvent({ id: `e${ids}`, type, timestampMs: shownAtMs + afterMs, queryId: null, ...more });
}

function attributed(
  impressions: readonly Impression[],
  events: readonly ShopEvent[],
  leaveOut?: Set<string>,
): Outcomes {
  return replayed(entriesOf(impressions, events), leaveOut);
}

function entriesOf(impressions: readonly Impression[], events: readonly ShopEvent[]): readonly LogEntry[] {
  return [
    ...impressions.map((impression, i) => ({ sequence: i, kind: "impression" as const, impression })),
    ...events.map((each, i) => ({ sequence: impressions.length + i, kind: "event" as const, event: each })),
  ];
}

function replayed(entries: readonly LogEntry[], leaveOut?: Set<string>): Outcomes {
  const attribution = createAttribution();
  for (const entry of entries) attribution.add(entry);
  return attribution.finish(leaveOut);
}

const ofA = { queryId: first.queryId };
const ofB = { queryId: later.queryId };
const product = (id: string, group = id) => ({ id, group, brand: null, category: null, price: null });

describe("attribution", () => {
  it("gives an event to the search that it names, and to the product of it alone", () => {
    const outcomes = attributed([first, later], [event("click", 1000, ofA)]);
    expect(outcomes.of(first)[0]).toMatchObject({ clicks: 1, purchases: 0 });
    expect(outcomes.of(first).slice(1)).toEqual([null, null]);
    expect(outcomes.of(later)).toEqual([null, null, null]);
  });

  it("lets a purchase days later reach its impression, through its user's last click on the product", () => {
    const bought = event("purchase", 3 * dayMs, { quantity: 2, priceMinor: 1999, currency: "EUR" });
    const outcomes = attributed([first], [event("click", 1000, ofA), bought]);
    expect(outcomes.of(first)[0]).toEqual({ clicks: 1, carts: 0, purchases: 2, returned: 0, valueMinor: 3998 });
    expect(outcomes.counts).toMatchObject({ byQueryId: 1, byLastClick: 1, unattributed: 0 });
  });

  it("takes the last of several clicks", () => {
    const clicks = [event("click", 1000, ofA), event("click", dayMs + 1000, ofB)];
    const outcomes = attributed([first, later], [...clicks, event("purchase", 2 * dayMs)]);
    expect(outcomes.of(first)[0]).toMatchObject({ purchases: 0 });
    expect(outcomes.of(later)[0]).toMatchObject({ purchases: 1 });
  });

  it("lets the search that a purchase names count for more than a later click", () => {
    const clicks = [event("click", 1000, ofA), event("click", dayMs + 1000, ofB)];
    const outcomes = attributed([first, later], [...clicks, event("purchase", 2 * dayMs, ofA)]);
    expect(outcomes.of(first)[0]).toMatchObject({ purchases: 1 });
  });

  it("leaves alone what comes after the window, before the click, or from someone else", () => {
    const strays = [
      event("purchase", 1000 + 7 * dayMs + 1),
      event("purchase", 500),
      event("purchase", 2000, { user: "someone else" }),
      event("purchase", 2000, { product: product("p-2") }),
    ];
    const outcomes = attributed([first], [event("click", 1000, ofA), ...strays]);
    expect(outcomes.of(first)[0]).toMatchObject({ clicks: 1, purchases: 0 });
    expect(outcomes.counts.unattributed).toBe(4);
  });

  it("knows a shopper by the session when there is no user", () => {
    const anonymous = { user: null, session: "s" };
    const outcomes = attributed(
      [first],
      [event("click", 1000, { ...ofA, ...anonymous }), event("purchase", 2000, anonymous)],
    );
    expect(outcomes.of(first)[0]).toMatchObject({ purchases: 1 });
  });

  it("gives another variant's purchase to the variant that was shown", () => {
    const shown = [aShownProduct({ position: 1, id: "shoe-42", group: "shoe" })];
    const search = anImpression({ ...ofA, shown });
    const outcomes = attributed([search], [event("purchase", 1000, { ...ofA, product: product("shoe-43", "shoe") })]);
    expect(outcomes.of(search)[0]).toMatchObject({ purchases: 1 });
  });

  it("does not take a click elsewhere for a click in an earlier search", () => {
    const outcomes = attributed([first], [event("add_to_cart", 1000, ofA), event("click", 5000)]);
    expect(outcomes.of(first)[0]).toMatchObject({ clicks: 0, carts: 1 });
  });

  it("joins pages of one search", () => {
    const second = anImpression({ ...ofA, page: 2, shown: [aShownProduct({ position: 25 })] });
    const outcomes = attributed([first, second], [event("click", 1000, { ...ofA, product: product("p-25") })]);
    expect(outcomes.of(second)[0]).toMatchObject({ clicks: 1 });
  });

  it("gives nothing to a product that was logged but not shown", () => {
    const unshown = anImpression({ ...ofA, shown: [aShownProduct({ position: 0, id: "p-1" })] });
    expect(attributed([unshown], [event("click", 1000, ofA)]).of(unshown)).toEqual([null]);
  });

  it("sets bots, repeats, left-out users and clicks too fast for a person aside", () => {
    const events = [
      event("click", 1000, { ...ofA, setAside: "bot" }),
      event("click", 1000, { ...ofA, setAside: "repeat" }),
      event("click", 1000, { ...ofA, user: "flood" }),
      event("click", 299, ofA),
    ];
    const outcomes = attributed([first], events, new Set(["flood"]));
    expect(outcomes.of(first)[0]).toBeNull();
    expect(outcomes.counts.setAside).toBe(4);
  });

  it("calls searches of bots, of left-out users and in an order of the shopper's own not usable", () => {
    const outcomes = attributed([], [], new Set(["flood"]));
    expect(outcomes.usable(first)).toBe(true);
    expect(outcomes.usable(anImpression({ bot: true }))).toBe(false);
    expect(outcomes.usable(anImpression({ user: "flood" }))).toBe(false);
    expect(outcomes.usable(anImpression({ sort: { by: "field", field: "price", order: "asc" } }))).toBe(false);
    expect(outcomes.usable(anImpression({ shown: [] }))).toBe(false);
  });

  it("counts a return against the purchase that it takes back", () => {
    const price = { priceMinor: 500, currency: "EUR" };
    const events = [
      event("click", 1000, ofA),
      event("purchase", 2000, { ...price, quantity: 3 }),
      event("click", dayMs + 1000, ofB),
      event("return", 20 * dayMs, { ...price, quantity: 1 }),
    ];
    const outcomes = attributed([first, later], events);
    expect(outcomes.of(first)[0]).toMatchObject({ purchases: 3, returned: 1, valueMinor: 1000 });
    expect(outcomes.of(later)[0]).toMatchObject({ returned: 0 });
  });

  it("sums only what was paid in the most frequent currency", () => {
    const paid = (currency: string) => event("purchase", 1000, { ...ofA, priceMinor: 100, currency });
    const outcomes = attributed([first], [paid("EUR"), paid("EUR"), paid("JPY")]);
    expect(outcomes.currency).toBe("EUR");
    expect(outcomes.of(first)[0]).toMatchObject({ purchases: 3, valueMinor: 200 });
  });

  it("says the same however the log is ordered, and however often parts of it are read again", () => {
    const anAction = fc.record({
      type: fc.constantFrom("click", "add_to_cart", "remove_from_cart", "purchase", "return", "view"),
      afterMs: fc.integer({ min: -1000, max: 9 * dayMs }),
      id: fc.constantFrom("p-1", "p-2"),
      user: fc.constantFrom("ann", "bob", null),
      queryId: fc.constantFrom(first.queryId, later.queryId, "f".repeat(32), null),
    });
    fc.assert(
      fc.property(fc.array(anAction, { maxLength: 30 }), fc.integer(), (actions, seed) => {
        const events = actions.map(({ type, afterMs, id, user, queryId }) =>
          event(type, afterMs, { user, queryId, product: product(id), priceMinor: 7, currency: "EUR" }),
        );
        const entries = entriesOf([first, later], events);
        const straight = replayed(entries);
        const random = seededRandom(seed);
        const again = replayed(shuffled([...entries, ...entries.filter(() => random() < 0.5)], random));
        for (const impression of [first, later]) expect(again.of(impression)).toEqual(straight.of(impression));
        expect(again.counts).toEqual(straight.counts);
      }),
      { numRuns: 200 },
    );
  });
});
