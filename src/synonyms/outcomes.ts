import type { ProductWords } from "./product-words.ts";
import type { ShopNames } from "./shop-names.ts";
import type { Trail, TrailSearch } from "./trails.ts";
import { keyOf, sequencesOf, without, type Words } from "./words.ts";

/** A search, and what its shopper came to: by it, or where it led to nothing, by the next one that led to something. */
export interface Outcome {
  readonly shopper: string;
  readonly searched: string;
  /** What led on; null where it was this very search. */
  readonly then: string | null;
  readonly terms: readonly string[];
  /** Sequences of them that may be a name; brands are none. */
  readonly said: readonly { readonly key: string; readonly text: string }[];
  /** Stems of the search that nothing of what they came to holds. */
  readonly gone: ReadonlySet<string>;
  /** Keys of names of what they came to, and what they then called it. */
  readonly names: ReadonlySet<string>;
}

/** After this time it is about something else, in milliseconds. */
const SOON_MS = 5 * 60_000;
/** Searches on. */
const STEPS = 3;

export function readOutcomes(
  trails: readonly Trail[],
  products: ReadonlyMap<string, ProductWords>,
  names: ShopNames,
  words: Words,
): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const { shopper, searches } of trails) {
    for (const [i, search] of searches.entries()) {
      const end = endOf(searches, i);
      const terms = words.terms(search.text);
      if (end === null || terms.length === 0) continue;
      const then = end === search ? [] : words.terms(end.text);
      const held = new Set(then.map(words.stem));
      const called = new Set<string>();
      for (const sequence of sequencesOf(then, words)) {
        const key = keyOf(sequence, words);
        if (names.text(key) !== undefined) called.add(key);
      }
      for (const group of end.clicked) {
        for (const stem of products.get(group)?.stems ?? []) held.add(stem);
        for (const name of names.of(group)) called.add(name);
      }
      const said = without(terms, names.brands, words)
        .flatMap((run) => sequencesOf(run, words))
        .map((sequence) => ({ key: keyOf(sequence, words), text: sequence.join(" ") }));
      outcomes.push({
        said,
        ...{ shopper, terms, searched: search.text, then: end === search ? null : end.text, names: called },
        gone: new Set(lacking(terms, words.meant(search.text), held, words)),
      });
    }
  }
  return outcomes;
}

function endOf(searches: readonly TrailSearch[], i: number): TrailSearch | null {
  const search = searches[i]!;
  if (search.clicked.size > 0) return search;
  const soon = searches.slice(i + 1, i + 1 + STEPS).filter(({ atMs }) => atMs - search.atMs <= SOON_MS);
  return soon.find(({ clicked }) => clicked.size > 0) ?? null;
}

/** Stems of what is not there, neither as typed nor as it was meant. */
const lacking = (terms: readonly string[], meant: readonly string[], held: ReadonlySet<string>, { stem }: Words) =>
  terms.flatMap((term, i) => {
    const [typed, corrected] = [stem(term), stem(meant[i] ?? term)];
    return held.has(typed) || held.has(corrected) ? [] : [typed];
  });
