import { aShownProduct } from "../../src/testing/log-builders.ts";
import { labelImpression } from "./label-rows.ts";
import type { Outcome } from "./outcome.ts";

const clicked: Outcome = { clicks: 1, carts: 0, purchases: 0, returned: 0, valueMinor: 0 };
const bias = { curve: Float64Array.of(1, 1, 0.5, 0.01) };
const shown = [1, 2, 3, 0].map((position) => aShownProduct({ position }));

describe("labels of an impression", () => {
  it("are gains, and a click weighs more where few look, up to a limit", () => {
    const { labels, weights, keep } = labelImpression({ shown }, [null, clicked, clicked, null], bias);
    expect([...labels]).toEqual([0, 1, 1, 0]);
    expect([...weights]).toEqual([1, 2, 10, 1]);
    expect([...keep]).toEqual([1, 1, 1, 1]);
  });
});
