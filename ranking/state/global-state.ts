import type { Counters } from "../../src/domain/counters.ts";
import { derived } from "./derive.ts";
import { BUCKETS, exposureAt } from "./positions.ts";
import { positive } from "./windows.ts";

/** What clicks look like in this shop as a whole. */
export interface GlobalState {
  /** Position bucket → clicks a product shown there, smoothed. */
  readonly clickRates: Float64Array;
  /** Clicks a thousandth of exposure. */
  readonly clicksByExposure: number;
  /** Carts and purchases a click. */
  readonly cartsByClick: number;
  readonly purchasesByClick: number;
}

export const globalState = derived((counters: Counters): GlobalState => {
  const shown = Array.from({ length: BUCKETS }, (_, b) => positive(counters.get(`i:${b}`)));
  const clicked = Array.from({ length: BUCKETS }, (_, b) => positive(counters.get(`c:${b}`)));
  const exposure = shown.reduce((sum, each, b) => sum + each * exposureAt(MIDDLE[b]!), 0);
  const clicks = clicked.reduce((sum, each) => sum + each, 0);
  const byExposure = (clicks + PRIOR_CLICKS) / (exposure + (1000 * PRIOR_CLICKS) / PRIOR_RATE);
  const clickRates = Float64Array.from(shown, (each, b) => {
    const expected = byExposure * exposureAt(MIDDLE[b]!);
    return (clicked[b]! + PRIOR_SHOWN * expected) / (each + PRIOR_SHOWN);
  });
  const all = positive(counters.get("C"));
  return {
    clickRates,
    clicksByExposure: byExposure,
    cartsByClick: (positive(counters.get("A")) + 2) / (all + 10),
    purchasesByClick: (positive(counters.get("P")) + 1) / (all + 10),
  };
});

/** A position in the middle of each bucket. */
const MIDDLE = [1, 2, 3, 4, 5, 6, 9, 12, 17, 25, 40];
/** Before anything is known: as if 20 clicks had been seen at a rate of 10 % at the first position. */
const PRIOR_CLICKS = 20;
const PRIOR_RATE = 0.1;
const PRIOR_SHOWN = 100;
