import fc from "fast-check";
import { examined, gainsOf } from "./judgments.ts";
import type { Outcome } from "./outcome.ts";

const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  clicks: 0,
  carts: 0,
  purchases: 0,
  returned: 0,
  valueMinor: 0,
  ...more,
});
const clicked = outcome({ clicks: 2 });
const places = (count: number) => Array.from({ length: count }, (_, i) => ({ position: i + 1 }));

describe("gains", () => {
  it("are the most that came of it: nothing, a click, a cart, a purchase", () => {
    const outcomes = [null, clicked, outcome({ clicks: 1, carts: 1 }), outcome({ clicks: 1, carts: 1, purchases: 2 })];
    expect([...gainsOf(outcomes)]).toEqual([0, 1, 4, 8]);
  });

  it("are a cart's again when all that was bought came back, and stay when a part did", () => {
    expect([...gainsOf([outcome({ clicks: 1, carts: 1, purchases: 2, returned: 2 })])]).toEqual([4]);
    expect([...gainsOf([outcome({ purchases: 2, returned: 1 })])]).toEqual([8]);
  });

  it("are a click's for what was bought without one and sent back: it was looked at", () =>
    expect([...gainsOf([outcome({ purchases: 1, returned: 1 })])]).toEqual([1]));

  it("are configurable", () => expect([...gainsOf([clicked], { click: 3, cart: 0, purchase: 0 })]).toEqual([3]));
});

describe("examination", () => {
  it("leaves out what is further than one below the last click", () =>
    expect([...examined(places(6), [null, clicked, null, null, null, null])]).toEqual([1, 1, 1, 0, 0, 0]));

  it("counts a search that nothing came of as seen down to a depth", () =>
    expect([...examined(places(4), [null, null, null, null], { below: 1, abandonedDepth: 2 })]).toEqual([1, 1, 0, 0]));

  it("never says that a product was seen that was not shown", () =>
    expect([...examined([{ position: 0 }, { position: 1 }], [null, clicked])]).toEqual([0, 1]));

  it("always includes everything that something came of", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (clicks) => {
        const seen = examined(
          places(clicks.length),
          clicks.map((each) => (each ? clicked : null)),
        );
        return clicks.every((each, i) => !each || seen[i] === 1);
      }),
    );
  });
});
