import type { Counters, Increment } from "../../src/domain/counters.ts";
import { DAYS_READ, weekOf, WEEKS_READ } from "./days.ts";

/**
 * What may be forgotten of an entity: increments that bring fields to 0. Days and weeks that no feature reads any more,
 * without any effect; and, beyond a bound, the products, queries and categories with the least evidence. A query that
 * nobody clicked on or asked again for weeks goes as a whole.
 *
 * @param day the UTC day of now
 */
export const expire = (key: string, counters: Counters, day: number): readonly Increment[] => {
  const gone = isForgotten(key, counters, day)
    ? [...counters.keys()]
    : [...outdated(counters, day), ...BOUNDS.flatMap((bound) => beyond(counters, bound))];
  return gone.map((field) => ({ key, field, by: -counters.get(field)! }));
};

const DATED = /^([VCAPRs])([dw])(\d+)$/u;

const outdated = (counters: Counters, day: number): readonly string[] =>
  [...counters.keys()].filter((field) => {
    const dated = DATED.exec(field);
    if (dated === null) return false;
    const when = Number(dated[3]);
    return dated[2] === "d" ? when < day - DAYS_READ : when < weekOf(day) - WEEKS_READ;
  });

const isForgotten = (key: string, counters: Counters, day: number): boolean => {
  if (!key.startsWith("q:")) return false;
  for (const [field, value] of counters) {
    if (value <= 0) continue;
    if (field === "C" || field === "A" || field === "P") return false;
    if (field.startsWith("sw") && Number(field.slice(2)) >= weekOf(day) - WEEKS_READ) return false;
  }
  return true;
};

interface Bound {
  /** Field prefix → what one counts for when the least are looked for. */
  readonly prefixes: Readonly<Record<string, number>>;
  readonly most: number;
}

/** Products a query, queries a product, categories an entity. */
const BOUNDS: readonly Bound[] = [
  { prefixes: { "C:": 1000, "A:": 2000, "P:": 4000, "x:": 1 }, most: 300 },
  { prefixes: { "n:": 1 }, most: 100 },
  { prefixes: { "h:": 1 }, most: 50 },
];

/** Fields of the things beyond the bound; of equal evidence the last by name. */
const beyond = (counters: Counters, { prefixes, most }: Bound): readonly string[] => {
  const evidence = new Map<string, number>();
  for (const [field, value] of counters) {
    const worth = prefixes[field.slice(0, 2)];
    if (worth !== undefined) evidence.set(field.slice(2), (evidence.get(field.slice(2)) ?? 0) + worth * value);
  }
  if (evidence.size <= most) return [];
  const least = [...evidence].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(most);
  const names = Object.keys(prefixes);
  return least.flatMap(([thing]) => names.map((prefix) => `${prefix}${thing}`)).filter((field) => counters.has(field));
};
