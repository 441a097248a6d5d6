import { seededRandom, shuffled } from "../../../ranking/metrics/random.ts";

/**
 * Deals queries into folds of about equal size so that no set of words straddles two of them: "star wars" and "wars of
 * star" would tell each other's answers.
 *
 * @param names one a query: its words, normalised, in one order
 * @returns one fold a query, from 0
 */
export function dealFolds(names: readonly string[], folds: number, seed: number): Int32Array {
  const members = new Map<string, number[]>();
  for (const [i, name] of names.entries()) members.set(name, [...(members.get(name) ?? []), i]);
  const dealt = new Int32Array(names.length);
  const sizes = new Array<number>(folds).fill(0);
  for (const queries of shuffled([...members.values()], seededRandom(seed))) {
    const smallest = sizes.indexOf(Math.min(...sizes));
    for (const query of queries) dealt[query] = smallest;
    sizes[smallest]! += queries.length;
  }
  return dealt;
}
