import { defaultCatalog } from "../src/compose.ts";
import type { Synonym } from "../src/domain/synonym.ts";
import { miningWords } from "../src/mine-synonyms.ts";
import { countPairs } from "../src/synonyms/count-pairs.ts";
import { chooseCandidates } from "../src/synonyms/choose-candidates.ts";
import { readOutcomes } from "../src/synonyms/outcomes.ts";
import { readClicked } from "../src/synonyms/product-words.ts";
import { readTrails } from "../src/synonyms/read-trails.ts";
import { findNames } from "../src/synonyms/shop-names.ts";
import { type HiddenPair, isFound, stems } from "./synonyms-pairs.ts";
import type { SynonymsShop } from "./synonyms-shop.ts";

/** What became of a hidden pair. */
export interface Lost {
  readonly pair: HiddenPair;
  /** Distinct shoppers who searched by their word for it. */
  readonly askedBy: number;
  readonly stage: string;
}

/** At which step of the mining each pair is lost; those asked for most first. */
export async function whereLost(
  { stores, retrieval, events }: SynonymsShop,
  pairs: readonly HiddenPair[],
  kept: readonly Synonym[],
): Promise<readonly Lost[]> {
  const { signal } = new AbortController();
  const trails = await readTrails(events, { catalog: defaultCatalog, signal, onProgress: () => undefined });
  const { words, products: read } = miningWords(defaultCatalog, { stores, retrieval, own: [] });
  const products = await readClicked(read, trails, signal);
  const names = findNames(trails, products, words);
  const outcomes = readOutcomes(trails, products, names, words);
  const counted = countPairs(outcomes, words).map((one) => ({ ...one, to: names.text(one.toKey) ?? "" }));
  const chosen = chooseCandidates(counted, retrieval.lexicon(defaultCatalog).vocabulary, names.text).flat();
  const stemmed = new Map<string, ReadonlySet<string>>();
  const stemsOf = (text: string) => {
    const known = stemmed.get(text) ?? stems(text);
    stemmed.set(text, known);
    return known;
  };
  const asks = ({ asked, shop }: HiddenPair, text: string): boolean => {
    const said = stemsOf(text);
    return [...asked].every((one) => said.has(one)) && !(shop.size > 0 && [...shop].every((one) => said.has(one)));
  };
  const who = (pair: HiddenPair, of: readonly { readonly shopper: string; readonly text: string }[]) =>
    new Set(of.filter(({ text }) => asks(pair, text)).map(({ shopper }) => shopper)).size;
  const searches = trails.flatMap(({ shopper, searches: own }) => own.map(({ text }) => ({ shopper, text })));
  const ended = outcomes.map(({ shopper, searched: text, gone }) => ({ shopper, text, gone }));

  const stageOf = (pair: HiddenPair, askedBy: number): string => {
    const found = kept.find((one) => isFound(pair, one));
    if (found !== undefined) return found.status;
    if (askedBy === 0) return "nobody asked";
    const led = who(pair, ended);
    if (led === 0) return "nobody got anywhere";
    const lacking = who(pair, ended.filter(({ gone }) => gone.size > 0)); // prettier-ignore
    if (lacking === 0) return `found as it is: the products say it (${led} shoppers)`;
    const same = counted.filter((one) => isFound(pair, one)).sort((a, b) => b.surprise - a.surprise)[0];
    if (same === undefined) return `none of ${led} who got somewhere came to it`;
    if (!chosen.some((one) => isFound(pair, one)))
      return `below the bar or not chosen: ${same.shoppers.size} shoppers, share ${same.share.toFixed(2)}, surprise ${same.surprise.toFixed(0)}`; // prettier-ignore
    return "of no use when measured";
  };
  return pairs
    .map((pair) => ({ pair, askedBy: who(pair, searches) }))
    .sort((a, b) => b.askedBy - a.askedBy)
    .map(({ pair, askedBy }) => ({ pair, askedBy, stage: stageOf(pair, askedBy) }));
}
