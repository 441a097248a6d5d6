import type { Counters } from "../../src/domain/counters.ts";
import { positive } from "./windows.ts";

/** Which categories and prices people chose. */
export interface Taste {
  /** Evidence by category. */
  readonly categories: ReadonlyMap<string, number>;
  readonly evidence: number;
  /** Evidence with a price, with the sums of the logarithms and of their squares. */
  readonly prices: number;
  readonly sum: number;
  readonly squares: number;
}

export const tasteOf = (counters: Counters): Taste => {
  const categories = new Map<string, number>();
  let evidence = 0;
  for (const [field, value] of counters) {
    if (value <= 0 || !field.startsWith("h:")) continue;
    categories.set(field.slice(2), value);
    evidence += value;
  }
  const prices = positive(counters.get("$n"));
  const isKnown = prices > 0;
  return {
    categories,
    evidence,
    prices,
    sum: isKnown ? (counters.get("$s") ?? 0) / 1000 : 0,
    squares: isKnown ? (counters.get("$q") ?? 0) / 1000 : 0,
  };
};
