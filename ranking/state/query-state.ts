import type { Counters } from "../../src/domain/counters.ts";
import { derived } from "./derive.ts";
import { type Taste, tasteOf } from "./taste.ts";
import { positive } from "./windows.ts";

/** What came of the same query before. */
export interface QueryState {
  readonly searches: number;
  readonly clicks: number;
  readonly carts: number;
  readonly purchases: number;
  readonly products: ReadonlyMap<string, QueryProduct>;
  readonly taste: Taste;
}

export interface QueryProduct {
  clicks: number;
  carts: number;
  purchases: number;
  /** Thousandths; see positions.ts. */
  exposure: number;
}

export const queryState = derived((counters: Counters): QueryState => {
  const products = new Map<string, QueryProduct>();
  for (const [field, value] of counters) {
    const name = PARTS[field.slice(0, 2)];
    if (name === undefined || value <= 0) continue;
    const group = field.slice(2);
    let product = products.get(group);
    if (product === undefined) products.set(group, (product = { clicks: 0, carts: 0, purchases: 0, exposure: 0 }));
    product[name] = value;
  }
  return {
    searches: positive(counters.get("s")),
    clicks: positive(counters.get("C")),
    carts: positive(counters.get("A")),
    purchases: positive(counters.get("P")),
    products,
    taste: tasteOf(counters),
  };
});

const PARTS: Readonly<Record<string, keyof QueryProduct>> = {
  "C:": "clicks",
  "A:": "carts",
  "P:": "purchases",
  "x:": "exposure",
};

/** What came of queries with a word. */
export interface WordState {
  readonly evidence: number;
  readonly taste: Taste;
}

export const wordState = derived((counters: Counters): WordState => ({
  evidence: positive(counters.get("n")),
  taste: tasteOf(counters),
}));
