import type { MatchKind, QueryTree } from "../domain/query-tree.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { headOf, isNamed, unitsOf, type Names, type Unit } from "./units.ts";

export interface Relaxation {
  /** The same query; what was dropped scores but need not match. */
  readonly tree: QueryTree;
  /** As typed, in the order of the query. */
  readonly dropped: readonly string[];
}

/** How a query that finds too little may ask for less. */
export interface Relaxing {
  /** The query with hardly anything required: what it finds tells which of its words go together. */
  readonly loosest: QueryTree;
  /**
   * The words that tell most and that `enough` of these products hold together, or as many as there are. Null when what
   * would remain says nothing.
   *
   * @param matched for each product how it matched each word
   */
  choose(matched: readonly (readonly (MatchKind | null)[])[], enough: number): Relaxation | null;
}

/**
 * Null when nothing can be dropped.
 * The head, what the query is about, is kept before other words, and always when it names a category: "purple laptop"
 * may become "laptop", "hp laserjet 9999 toner" "hp laserjet toner". Other words stand for it only if they are a brand, a
 * category, or two that go together: red things are no answer to "red trainers size 9".
 */
export function relaxing(tree: QueryTree, vocabulary: Vocabulary, names: Names): Relaxing | null {
  const units = unitsOf(tree, vocabulary);
  const isCategory = (unit: Unit): boolean => isNamed(tree, unit, names.isCategory);
  const head = headOf(tree, units, isCategory);
  if (units.length < 2 || head === null) return null;
  const isThing = head.frequency > 0 && isCategory(head);
  return { loosest: withOnly(tree, isThing ? [head] : []).tree, choose };

  function choose(matched: readonly (readonly (MatchKind | null)[])[], enough: number): Relaxation | null {
    const sets = distinct(matched.map((kinds) => units.filter(({ places }) => places.every((i) => kinds[i] !== null))));
    let best: readonly Unit[] | null = null;
    let most = -1;
    for (const { kept } of sets) {
      if (!isTelling(kept)) continue;
      let together = 0;
      for (const other of sets) if (kept.every((unit) => other.kept.includes(unit))) together += other.count;
      const value = Math.min(together, enough) * worthMore + worth(kept);
      if (value > most) [best, most] = [kept, value];
    }
    return best === null ? null : withOnly(tree, best);
  }

  function isTelling(kept: readonly Unit[]): boolean {
    const named = kept.filter(({ numeric }) => !numeric);
    if (kept.includes(head!) || named.length > 1) return true;
    return named.some((unit) => isCategory(unit) || isNamed(tree, unit, names.isBrand));
  }

  /** Every name counts more than how rare it is, all numbers together less than a name, and the head one name more. */
  function worth(kept: readonly Unit[]): number {
    let sum = kept.includes(head!) ? 1 : 0;
    for (const { numeric, frequency } of kept)
      sum += numeric ? 1 / (units.length + 1) : 1 + Math.log((vocabulary.documents + 1) / (frequency + 1)) / rarest;
    return sum;
  }
}

/** Above what all words of a query are worth. */
const worthMore = 1000;
const rarest = 20;

interface Held {
  readonly kept: readonly Unit[];
  /** Products that hold just these. */
  count: number;
}

function distinct(sets: readonly (readonly Unit[])[]): readonly Held[] {
  const held = new Map<string, Held>();
  for (const kept of sets) {
    const key = kept.map(({ places }) => places[0]).join(" ");
    const known = held.get(key);
    if (known === undefined) held.set(key, { kept, count: 1 });
    else known.count += 1;
  }
  return [...held.values()];
}

function withOnly(tree: QueryTree, kept: readonly Unit[]): Relaxation {
  const places = new Set(kept.flatMap((unit) => unit.places));
  const dropped = tree.words.filter(({ required }, i) => required && !places.has(i)).map(({ text }) => text);
  const words = tree.words.map((word, i) => (word.required && !places.has(i) ? { ...word, required: false } : word));
  return { tree: { ...tree, words }, dropped };
}
