import type { Trail, TrailSearch } from "./trails.ts";

/** How texts are compared. */
export interface Words {
  /** Analysed terms, as queries are cut. */
  readonly terms: (text: string) => readonly string[];
  readonly stem: (term: string) => string;
  readonly isStopWord: (term: string) => boolean;
}

/** Words that shoppers gave up, and words by which they then got somewhere. */
export interface CountedPair {
  readonly from: string;
  readonly to: string;
  readonly shoppers: ReadonlySet<string>;
  /** Of shoppers who gave up `from` and got somewhere. */
  readonly share: number;
  readonly lift: number;
  readonly examples: readonly { readonly searched: string; readonly then: string }[];
  /** Groups that these shoppers then clicked or bought. */
  readonly wanted: ReadonlySet<string>;
}

const LONGEST = 3;
const EXAMPLES = 3;

/**
 * Counts, over all shoppers, which words were replaced by which others where a search that led to nothing was followed
 * by one that led to a click or purchase. Each sequence of up to three of the words that are gone is counted with each
 * of those that came.
 *
 * @param longestGapMs between the two searches
 */
export function countPairs(trails: readonly Trail[], words: Words, longestGapMs = 5 * 60_000): readonly CountedPair[] {
  const froms = new Map<string, Set<string>>();
  const pairs = new Map<string, Pair>();
  /** In how many searches that got somewhere a sequence stands. */
  const usual = new Map<string, number>();
  let successes = 0;

  const successful = (search: TrailSearch): boolean => search.clicked.size > 0;
  for (const { shopper, searches } of trails) {
    for (const [i, search] of searches.entries()) {
      const terms = words.terms(search.text);
      if (successful(search)) {
        successes += 1;
        for (const sequence of new Set(sequences([terms]))) usual.set(sequence, (usual.get(sequence) ?? 0) + 1);
        continue;
      }
      const next = searches
        .slice(i + 1, i + 4)
        .find((each) => each.atMs - search.atMs <= longestGapMs && successful(each));
      if (next !== undefined) note(shopper, search, next);
    }
  }
  return [...pairs.values()].map(({ from, to, shoppers, examples, wanted }) => ({
    ...{ from, to, shoppers, examples, wanted },
    share: shoppers.size / froms.get(from)!.size,
    // One more, so that what nobody else searched for is not endlessly much.
    lift: shoppers.size / froms.get(from)!.size / (((usual.get(to) ?? 0) + 1) / (successes + 1)),
  }));

  function note(shopper: string, search: TrailSearch, next: TrailSearch): void {
    const [before, after] = [words.terms(search.text), words.terms(next.text)];
    const gone = sequences(without(before, after));
    const came = sequences(without(after, before));
    for (const from of new Set(gone)) {
      const seen = froms.get(from) ?? new Set();
      froms.set(from, seen.add(shopper));
      for (const to of new Set(came)) {
        const key = `${from}\n${to}`;
        const pair: Pair = pairs.get(key) ?? { from, to, shoppers: new Set(), examples: [], wanted: new Set() };
        pairs.set(key, pair);
        if (!pair.shoppers.has(shopper) && pair.examples.length < EXAMPLES)
          pair.examples.push({ searched: search.text, then: next.text });
        pair.shoppers.add(shopper);
        for (const group of next.clicked) pair.wanted.add(group);
      }
    }
  }

  /** Runs of terms that the other text lacks, as stems. */
  function without(terms: readonly string[], other: readonly string[]): readonly (readonly string[])[] {
    const there = new Set(other.map(words.stem));
    const runs: string[][] = [[]];
    for (const term of terms) {
      if (there.has(words.stem(term))) runs.push([]);
      else runs.at(-1)!.push(term);
    }
    return runs.filter((run) => run.length > 0);
  }

  function sequences(runs: readonly (readonly string[])[]): readonly string[] {
    const all: string[] = [];
    for (const run of runs) {
      for (let start = 0; start < run.length; start += 1) {
        for (let length = 1; length <= LONGEST && start + length <= run.length; length += 1) {
          const sequence = run.slice(start, start + length);
          if (tells(sequence[0]!) && tells(sequence.at(-1)!)) all.push(sequence.join(" "));
        }
      }
    }
    return all;
  }

  /** A number or a stop word is no name of a thing. */
  function tells(term: string): boolean {
    return !words.isStopWord(term) && !/^\p{Nd}/u.test(term) && term.length > 1;
  }
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly shoppers: Set<string>;
  readonly examples: { searched: string; then: string }[];
  readonly wanted: Set<string>;
}
