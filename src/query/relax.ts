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
   * The words that tell most of those that any of these products holds together, then fewer of them until `enough`
   * products hold them. Null when what would remain says nothing.
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
    const telling = sets.filter(({ kept }) => isTelling(kept)).sort((a, b) => worth(b.kept) - worth(a.kept));
    let [best] = telling;
    // Those that hold the most stay in the answer: the next choice is a part of what they hold.
    for (const next of telling) {
      if (best === undefined || together(best, sets) >= enough) break;
      if (includes(best, next) && together(next, sets) > together(best, sets)) best = next;
    }
    return best === undefined ? null : withOnly(tree, best.kept);
  }

  function isTelling(kept: readonly Unit[]): boolean {
    const named = kept.filter(({ numeric }) => !numeric);
    if (kept.includes(head!) || named.length > 1) return true;
    return named.some((unit) => isCategory(unit) || isNamed(tree, unit, names.isBrand));
  }

  /**
   * Every name counts more than how rare it is, all numbers together less than a name, the head one name more, and a
   * name after a preposition a third: a gooseneck kettle is rather meant than a kettle that is good for green tea.
   */
  function worth(kept: readonly Unit[]): number {
    let sum = kept.includes(head!) ? 1 : 0;
    for (const { numeric, aside, frequency } of kept) {
      const name = 1 + Math.log((vocabulary.documents + 1) / (frequency + 1)) / rarest;
      sum += numeric ? 1 / (units.length + 1) : aside ? name / 3 : name;
    }
    return sum;
  }
}

/** Above the logarithm of any catalogue's size. */
const rarest = 20;

interface Held {
  readonly kept: readonly Unit[];
  /** Products that hold just these. */
  count: number;
}

/** Products that hold at least these. */
function together(some: Held, sets: readonly Held[]): number {
  let sum = 0;
  for (const other of sets) if (includes(other, some)) sum += other.count;
  return sum;
}

const includes = (all: Held, some: Held): boolean => some.kept.every((unit) => all.kept.includes(unit));

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
