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
}

const LONGEST = 3;
const EXAMPLES = 3;
/** Between the two searches. */
const LONGEST_GAP_MS = 5 * 60_000;

/**
 * Counts, over all shoppers, which words were replaced by which others where a search that led to nothing was followed
 * by one that led to a click or purchase. Each sequence of up to three of the words that are gone is counted with each
 * of those that came.
 *
 * @param explained pairs that are taken for what happened wherever both sides fit, best first: what else changed in such
 * a search is counted by itself, so that a brand's name beside the word in question is not taken for it
 */
export function countPairs(
  trails: readonly Trail[],
  words: Words,
  explained: readonly Pick<CountedPair, "from" | "to">[] = [],
): readonly CountedPair[] {
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
        .find((each) => each.atMs - search.atMs <= LONGEST_GAP_MS && successful(each));
      if (next !== undefined) note(shopper, search, next);
    }
  }
  return [...pairs.values()].map(({ from, to, shoppers, examples }) => ({
    ...{ from, to, shoppers, examples },
    share: shoppers.size / froms.get(from)!.size,
    // Beside all other searches; one more, so that what nobody else searched for is not endlessly much.
    lift:
      shoppers.size /
      froms.get(from)!.size /
      ((Math.max(0, (usual.get(to) ?? 0) - shoppers.size) + 1) / (Math.max(0, successes - froms.get(from)!.size) + 1)),
  }));

  function note(shopper: string, search: TrailSearch, next: TrailSearch): void {
    const [before, after] = [words.terms(search.text), words.terms(next.text)];
    let [gone, came] = [without(before, after), without(after, before)];
    for (const { from, to } of explained) {
      if (!holds(gone, from) || !holds(came, to)) continue;
      count([from], [to], shopper, search, next);
      [gone, came] = [cut(gone, from), cut(came, to)];
    }
    count(sequences(gone), sequences(came), shopper, search, next);
  }

  function count(
    gone: readonly string[],
    came: readonly string[],
    shopper: string,
    search: TrailSearch,
    next: TrailSearch,
  ) {
    for (const from of new Set(gone)) {
      const seen = froms.get(from) ?? new Set();
      froms.set(from, seen.add(shopper));
      for (const to of new Set(came)) {
        const key = `${from}\n${to}`;
        const pair: Pair = pairs.get(key) ?? { from, to, shoppers: new Set(), examples: [] };
        pairs.set(key, pair);
        if (!pair.shoppers.has(shopper) && pair.examples.length < EXAMPLES)
          pair.examples.push({ searched: search.text, then: next.text });
        pair.shoppers.add(shopper);
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
}

const joined = (run: readonly string[]): string => ` ${run.join(" ")} `;
const holds = (runs: readonly (readonly string[])[], sequence: string): boolean =>
  runs.some((run) => joined(run).includes(` ${sequence} `));

/** The runs without a sequence; what stood on both sides of it no longer stands together. */
const cut = (runs: readonly (readonly string[])[], sequence: string): readonly (readonly string[])[] =>
  runs.flatMap((run) =>
    joined(run)
      .split(` ${sequence} `)
      .flatMap((part) => (part.trim() === "" ? [] : [part.trim().split(" ")])),
  );
