import type { SynonymEvidence, SynonymKind } from "../domain/synonym.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { editDistance } from "../text/edit-distance.ts";
import type { CountedPair } from "./count-pairs.ts";

/** A pair that enough shoppers speak for. */
export interface Candidate {
  readonly kind: SynonymKind;
  readonly from: string;
  readonly to: string;
  readonly fromKey: string;
  readonly toKey: string;
  readonly evidence: SynonymEvidence;
}

interface Bar {
  /** Distinct shoppers; fewer say nothing. */
  readonly shoppers: number;
  readonly share: number;
  /** G²; of the many pairs that are looked at, chance makes some exceed 10.8. */
  readonly surprise: number;
}

const forUnknown: Bar = { shoppers: 2, share: 0.25, surprise: 12 };
/** A name of the catalogue means something already: more has to speak for its meaning something else too. */
const forNames: Bar = { shoppers: 4, share: 0.34, surprise: 25 };

/** A longer sequence stands for its part where nearly as many shoppers replaced it as a whole. */
const NEARLY = 0.8;
/** Names measured for one word. */
const OPTIONS = 3;

/**
 * The pairs to be measured, most shoppers first: of words in a row the whole, and of each the few names that it most often
 * led to, of which the first that helps is to be taken.
 *
 * @param nameOf a name's key → as the shop writes it
 */
export function chooseCandidates(
  counted: readonly CountedPair[],
  vocabulary: Pick<Vocabulary, "frequency" | "pairFrequency">,
  nameOf: (key: string) => string | undefined,
): readonly (readonly Candidate[])[] {
  const isKnown = (text: string) => text.split(" ").every((term) => vocabulary.frequency(term) > 0);
  const isName = (text: string) =>
    isKnown(text) &&
    text.split(" ").every((term, i, all) => i === 0 || vocabulary.pairFrequency(all[i - 1]!, term) > 0);
  const supported = counted.filter(({ from, shoppers, share, surprise }) => {
    const bar = isName(from) ? forNames : forUnknown;
    return shoppers.size >= bar.shoppers && share >= bar.share && surprise >= bar.surprise;
  });
  const byFrom = new Map<string, CountedPair[]>();
  for (const pair of supported) byFrom.set(pair.fromKey, [...(byFrom.get(pair.fromKey) ?? []), pair]);
  const ranked = [...byFrom.values()].map(mostTelling);
  const best = ranked.map(([first]) => first!);
  const others = new Map(ranked.map(([first, ...rest]) => [first!, rest.slice(0, OPTIONS - 1)]));
  const whole = best.filter((pair) => !best.some((other) => other !== pair && standsFor(other, pair)));
  const backwards = new Set(supported.map(({ fromKey, toKey }) => `${toKey}\n${fromKey}`));
  return whole
    .sort((a, b) => b.shoppers.size - a.shoppers.size || (a.from < b.from ? -1 : 1))
    .map((pair) =>
      [pair, ...others.get(pair)!].flatMap(
        ({ from, fromKey, toKey, shoppers, share, lift, examples }): readonly Candidate[] => {
          const to = nameOf(toKey);
          if (to === undefined) return [];
          const kind = kindOf(from, to, isKnown(from), backwards.has(`${fromKey}\n${toKey}`));
          return [
            {
              from,
              to,
              fromKey,
              toKey,
              kind,
              evidence: {
                shoppers: shoppers.size,
                share,
                lift,
                examples: examples.map(({ searched, then }) => ({ searched, then: then === "" ? to : then })),
              },
            },
          ];
        },
      ),
    );
}

/** The longest of those first that nearly as many shoppers came to as to the most frequent one, then the others of half as many. */
const mostTelling = (pairs: readonly CountedPair[]): readonly CountedPair[] => {
  const most = Math.max(...pairs.map(({ shoppers }) => shoppers.size));
  const rank = ({ toKey, shoppers }: CountedPair) => (shoppers.size >= NEARLY * most ? length(toKey) : 0);
  return pairs
    .filter(({ shoppers }) => 2 * shoppers.size >= most)
    .sort((a, b) => rank(b) - rank(a) || b.shoppers.size - a.shoppers.size || b.surprise - a.surprise);
};

/** Whether `other` says the same of more words, or of fewer that alone explain it. */
function standsFor(other: CountedPair, pair: CountedPair): boolean {
  if (!overlaps(other.toKey, pair.toKey)) return false;
  const [its, own] = [other.shoppers.size, pair.shoppers.size];
  if (contains(other.fromKey, pair.fromKey)) return its >= NEARLY * own;
  return contains(pair.fromKey, other.fromKey) && own < NEARLY * its;
}

const kindOf = (from: string, to: string, isKnown: boolean, isReversed: boolean): SynonymKind => {
  if (isReversed) return "two_way";
  if (from.includes(" ")) return "phrase";
  const edits = from.length >= 8 ? 2 : 1;
  return !isKnown && !to.includes(" ") && editDistance(from, to, edits) <= edits ? "correction" : "one_way";
};

const length = (text: string): number => text.split(" ").length;
const contains = (whole: string, part: string): boolean => whole !== part && ` ${whole} `.includes(` ${part} `);
const overlaps = (a: string, b: string): boolean => a.split(" ").some((term) => b.split(" ").includes(term));
