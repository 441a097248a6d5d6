import type { Outcome } from "./outcomes.ts";
import { likelihoodRatio } from "./likelihood-ratio.ts";
import type { Words } from "./words.ts";

/** Words that what shoppers came to lacks, and what that is called. */
export interface CountedPair {
  /** Stems, joined by spaces; as shoppers wrote it most often. */
  readonly fromKey: string;
  readonly from: string;
  readonly toKey: string;
  readonly shoppers: ReadonlySet<string>;
  /** Of shoppers who searched for `from` and got somewhere. */
  readonly share: number;
  /** How many times as often as after other searches. */
  readonly lift: number;
  /** How sure that is: twice the logarithm of the likelihood ratio (Dunning 1993). */
  readonly surprise: number;
  readonly examples: readonly { readonly searched: string; readonly then: string }[];
}

const EXAMPLES = 3;

/**
 * Counts, over all shoppers, what was searched for that is not in what they came to, with each name of that.
 *
 * @param explained pairs that are taken for what happened wherever both sides fit, best first: what else such a search
 * lacks is counted by itself, so that a colour beside the word in question is not taken for it
 */
export function countPairs(
  outcomes: readonly Outcome[],
  words: Words,
  explained: readonly Pick<CountedPair, "fromKey" | "toKey">[] = [],
): readonly CountedPair[] {
  const froms = new Map<string, { readonly shoppers: Set<string>; readonly forms: Map<string, number> }>();
  const pairs = new Map<string, Pair>();
  const names = new Map<string, Set<string>>();
  const everyone = new Set<string>();
  const byWord = new Map<string, Pick<CountedPair, "fromKey" | "toKey">[]>();
  for (const pair of explained) {
    const word = pair.fromKey.split(" ")[0]!;
    byWord.set(word, [...(byWord.get(word) ?? []), pair]);
  }

  for (const outcome of outcomes) {
    const { shopper, terms, gone } = outcome;
    everyone.add(shopper);
    for (const name of outcome.names) names.set(name, (names.get(name) ?? new Set()).add(shopper));
    const stems = terms.map(words.stem);
    const said = ` ${stems.join(" ")} `;
    for (const { key, text } of outcome.said) {
      const from = froms.get(key) ?? { shoppers: new Set(), forms: new Map<string, number>() };
      froms.set(key, from);
      from.shoppers.add(shopper);
      from.forms.set(text, (from.forms.get(text) ?? 0) + 1);
    }
    if (gone.size === 0) continue;
    const news = [...outcome.names].filter((name) => !said.includes(` ${name} `));
    const known = stems
      .flatMap((stem) => byWord.get(stem) ?? [])
      .find(({ fromKey, toKey }) => said.includes(` ${fromKey} `) && news.includes(toKey) && isGone(fromKey, gone));
    for (const { key } of outcome.said) {
      if (!isGone(key, gone)) continue;
      if (known !== undefined && key !== known.fromKey && overlap(key, known.fromKey)) continue;
      for (const name of news) {
        if (known !== undefined && key !== known.fromKey && overlap(name, known.toKey)) continue;
        if (!isWithin(key, name)) note(key, name, outcome);
      }
    }
  }
  return [...pairs.values()].map(({ fromKey, toKey, shoppers, examples }) => {
    const from = froms.get(fromKey)!;
    const [own, all] = [from.shoppers.size, everyone.size];
    const others = Math.max(0, names.get(toKey)!.size - shoppers.size);
    const share = shoppers.size / own;
    return {
      ...{ fromKey, toKey, shoppers, examples, share },
      from: [...from.forms].sort((a, b) => b[1] - a[1])[0]![0],
      // One more, so that what nobody else came to is not endlessly much.
      lift: share / ((others + 1) / (all - own + 1)),
      surprise: likelihoodRatio(shoppers.size, own, others, all - own),
    };
  });

  function note(fromKey: string, toKey: string, { shopper, searched, then }: Outcome): void {
    const key = `${fromKey}\n${toKey}`;
    const pair: Pair = pairs.get(key) ?? { fromKey, toKey, shoppers: new Set(), examples: [] };
    pairs.set(key, pair);
    if (!pair.shoppers.has(shopper) && pair.examples.length < EXAMPLES)
      pair.examples.push({ searched, then: then ?? "" });
    pair.shoppers.add(shopper);
  }
}

interface Pair {
  readonly fromKey: string;
  readonly toKey: string;
  readonly shoppers: Set<string>;
  readonly examples: { searched: string; then: string }[];
}

const isGone = (key: string, gone: ReadonlySet<string>): boolean => key.split(" ").some((stem) => gone.has(stem));
const overlap = (a: string, b: string): boolean => a.split(" ").some((stem) => b.split(" ").includes(stem));
/** "plant pot" for "pot", or the reverse, is no other name. */
const isWithin = (a: string, b: string): boolean => {
  const [one, other] = [a.split(" "), b.split(" ")];
  return one.every((stem) => other.includes(stem)) || other.every((stem) => one.includes(stem));
};
