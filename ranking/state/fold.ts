import type { Increment } from "../../src/domain/counters.ts";
import type { EventProduct, ShopEvent } from "../../src/domain/event.ts";
import type { Impression } from "../../src/domain/impression.ts";
import type { LogEntry } from "../../src/domain/log-entry.ts";
import { DAY_MS, dayOf, DAYS_READ, weekOf, WEEKS_READ } from "./days.ts";
import { globalKey, productKey, queryKey, queryName, wordKey, wordsOf } from "./keys.ts";
import { bucketOf, exposureAt } from "./positions.ts";

/**
 * What one entry of the log adds to the counters: whole numbers, from this entry alone, so that neither order nor
 * batching nor a replay can matter. Nothing of bots, of events that are set aside, and of types that ranking does not
 * learn from. The same field may come several times. Fields, by entity:
 *
 * - `g`: `V C A P` events by type; `i:B` shown and `c:B` clicked in position bucket B.
 * - `p:GROUP`: `V C A P R` by type, `CdDAY` and `CwWEEK` the same by day and week; `i:B` as above, `k` clicks with a known
 *   position; `n:QUERY` evidence by the query that led to it.
 * - `q:QUERY`: `s` searches, `swWEEK`; `C A P` by type, `C:GROUP A:GROUP P:GROUP`, `x:GROUP` exposure in thousandths;
 *   `h:CATEGORY` evidence, `$n $s $q` evidence, sum and sum of squares of the logarithm of price.
 * - `t:WORD`: `n` evidence, `h:CATEGORY`, `$n $s $q`.
 */
export const fold = (entry: LogEntry): readonly Increment[] => {
  const increments: Increment[] = [];
  const add: Add = (key, field, by) => void increments.push({ key, field, by });
  if (entry.kind === "event") foldEvent(entry.event, add);
  else foldImpression(entry.impression, add);
  return increments;
};

type Add = (key: string, field: string, by: number) => void;

const CODES: ReadonlyMap<string, string> = new Map([
  ["view", "V"],
  ["click", "C"],
  ["add_to_cart", "A"],
  ["purchase", "P"],
  ["return", "R"],
]);

/** What a click is worth as evidence of what a query means is 1. */
const EVIDENCE: ReadonlyMap<string, number> = new Map([
  ["C", 1],
  ["A", 2],
  ["P", 4],
]);

const foldEvent = (event: ShopEvent, add: Add): void => {
  const code = CODES.get(event.type);
  if (code === undefined || event.setAside !== null || event.product === null) return;
  const product = productKey(event.product.group);
  add(globalKey, code, 1);
  add(product, code, 1);
  addDated(product, code, event, add);
  if (code === "C" && event.position !== null && bucketOf(event.position) !== -1) {
    add(globalKey, `c:${bucketOf(event.position)}`, 1);
    add(product, "k", 1);
  }
  const evidence = EVIDENCE.get(code);
  if (evidence !== undefined && event.query !== null) foldQuery(event.query, event.product, code, evidence, add);
};

/** By day and by week, as far as they are read when the event comes: a late one of long ago counts in the totals only. */
const addDated = (key: string, code: string, event: ShopEvent, add: Add): void => {
  const day = dayOf(event.timestampMs);
  const today = dayOf(event.receivedAtMs);
  if (!Number.isSafeInteger(day) || day < 0) return;
  if (today - day <= DAYS_READ) add(key, `${code}d${day}`, 1);
  if (weekOf(today) - weekOf(day) <= WEEKS_READ) add(key, `${code}w${weekOf(day)}`, 1);
};

const foldQuery = (text: string, product: EventProduct, code: string, evidence: number, add: Add): void => {
  const query = queryKey(text);
  if (query === null) return;
  const words = wordsOf(text);
  add(productKey(product.group), `n:${queryName(words)}`, evidence);
  add(query, code, 1);
  add(query, `${code}:${product.group}`, 1);
  addTaste(query, product, evidence, add);
  for (const word of words) {
    add(wordKey(word), "n", evidence);
    addTaste(wordKey(word), product, evidence, add);
  }
};

/** Which category and price people choose. */
const addTaste = (key: string, { category, price }: EventProduct, evidence: number, add: Add): void => {
  if (category !== null) add(key, `h:${category.slice(0, LONGEST_CATEGORY)}`, evidence);
  if (price === null || !(price > 0) || !Number.isFinite(price)) return;
  const logarithm = Math.log(price);
  add(key, "$n", evidence);
  add(key, "$s", evidence * Math.round(1000 * logarithm));
  add(key, "$q", evidence * Math.round(1000 * logarithm * logarithm));
};

/** In UTF-16 units. */
const LONGEST_CATEGORY = 200;

const foldImpression = (impression: Impression, add: Add): void => {
  if (impression.bot || impression.sort.by !== "relevance") return;
  const query = queryKey(impression.normalized);
  for (const { group, position } of impression.shown) {
    const bucket = bucketOf(position);
    if (bucket === -1) continue;
    add(globalKey, `i:${bucket}`, 1);
    add(productKey(group), `i:${bucket}`, 1);
    if (query !== null) add(query, `x:${group}`, exposureAt(position));
  }
  if (query === null || impression.page !== 1) return;
  add(query, "s", 1);
  const week = Math.floor(impression.shownAtMs / (7 * DAY_MS));
  if (Number.isSafeInteger(week) && week >= 0) add(query, `sw${week}`, 1);
};
