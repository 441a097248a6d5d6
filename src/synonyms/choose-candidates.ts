import type { SynonymEvidence, SynonymKind } from "../domain/synonym.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { editDistance } from "../text/edit-distance.ts";
import type { CountedPair } from "./count-pairs.ts";

/** A pair that enough shoppers speak for. */
export interface Candidate {
  readonly kind: SynonymKind;
  readonly from: string;
  readonly to: string;
  readonly evidence: SynonymEvidence;
}

interface ChooseOptions {
  /** Distinct shoppers; fewer say nothing. */
  readonly leastShoppers: number;
  readonly leastShare: number;
  readonly leastLift: number;
}

const defaultChoice: ChooseOptions = { leastShoppers: 3, leastShare: 0.3, leastLift: 3 };

/** A longer sequence stands for its part where nearly as many shoppers replaced it as a whole. */
const NEARLY = 0.8;

/** The pairs to be measured, most shoppers first: of each word what it is most often replaced by, of words in a row the whole. */
export function chooseCandidates(
  counted: readonly CountedPair[],
  vocabulary: Pick<Vocabulary, "frequency" | "pairFrequency">,
  { leastShoppers, leastShare, leastLift }: ChooseOptions = defaultChoice,
): readonly Candidate[] {
  const isKnown = (text: string) => text.split(" ").every((term) => vocabulary.frequency(term) > 0);
  const isName = (text: string) =>
    isKnown(text) &&
    text.split(" ").every((term, i, all) => i === 0 || vocabulary.pairFrequency(all[i - 1]!, term) > 0);
  // A name of the catalogue means something already: more has to speak for its meaning something else too.
  const isEnough = ({ from, shoppers, share, lift }: CountedPair) =>
    isName(from)
      ? shoppers.size >= 2 * leastShoppers && share >= 0.5 && lift >= 2 * leastLift
      : shoppers.size >= leastShoppers && share >= leastShare && lift >= leastLift;
  const supported = counted.filter((pair) => isKnown(pair.to) && isEnough(pair));
  const byFrom = new Map<string, CountedPair[]>();
  for (const pair of supported) byFrom.set(pair.from, [...(byFrom.get(pair.from) ?? []), pair]);
  const best = [...byFrom.values()].map(mostTelling);
  const whole = best.filter((pair) => !best.some((other) => other !== pair && standsFor(other, pair)));
  const backwards = new Set(supported.map(({ from, to }) => `${to}\n${from}`));
  return whole
    .sort((a, b) => b.shoppers.size - a.shoppers.size || (a.from < b.from ? -1 : 1))
    .map(({ from, to, shoppers, share, lift, examples }) => ({
      ...{ from, to, kind: kindOf(from, to, isKnown(from), backwards.has(`${from}\n${to}`)) },
      evidence: { shoppers: shoppers.size, share, lift, examples },
    }));
}

/** The longest of those that nearly as many shoppers went on by as by the most frequent one. */
const mostTelling = (pairs: readonly CountedPair[]): CountedPair => {
  const most = Math.max(...pairs.map(({ shoppers }) => shoppers.size));
  return pairs
    .filter(({ shoppers }) => shoppers.size >= NEARLY * most)
    .sort((a, b) => length(b.to) - length(a.to) || b.shoppers.size - a.shoppers.size || b.lift - a.lift)[0]!;
};

/** Whether `other` says the same of more words, or of fewer that alone explain it. */
function standsFor(other: CountedPair, pair: CountedPair): boolean {
  if (!overlaps(other.to, pair.to)) return false;
  const [its, own] = [other.shoppers.size, pair.shoppers.size];
  if (contains(other.from, pair.from)) return its >= NEARLY * own;
  return contains(pair.from, other.from) && own < NEARLY * its;
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
