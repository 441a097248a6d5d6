import { fold } from "../../text/fold.ts";
import type { Fact } from "../product-facts.ts";
import { type Token, tokensOf } from "../tokens.ts";
import { units } from "../units.ts";
import { including, likening, negating, serving } from "../words.ts";

/** A word where it stands in a product's data. */
export interface Place {
  readonly fact: Fact;
  readonly at: number;
  /** Of the value, and of an attribute's name before it. */
  readonly tokens: readonly Token[];
  /** How many of the tokens are the attribute's name. */
  readonly labels: number;
  /** Whether it is part of the brand's name, wherever that stands. */
  readonly brand: boolean;
}

/** A product's data, by their words. */
export interface SourceWords {
  /** Where a word stands, in this form or another one. */
  places(key: string): readonly Place[];
  /** Where a number of one of these readings stands. */
  numbers(readings: readonly number[]): readonly Place[];
  /** Attributes whose names hold the word. */
  labelled(key: string): ReadonlySet<Fact>;
  readonly attributes: readonly Fact[];
  /** Words of the brand's name. */
  readonly brand: readonly string[];
  /** Neighbours in one fact written as one, for codes that are parted differently. */
  readonly joined: ReadonlySet<string>;
}

export function sourceWords(facts: readonly Fact[], endings: readonly string[]): SourceWords {
  const words = new Map<string, Place[]>();
  const numbers = new Map<number, Place[]>();
  const labels = new Map<string, Set<Fact>>();
  const joined = new Set<string>();
  const brand = facts
    .filter(({ kind }) => kind === "brand")
    .flatMap(({ value }) => tokensOf(value).map(({ key }) => key));
  for (const fact of facts) {
    const label = fact.kind === "attribute" ? tokensOf(fact.label) : [];
    const tokens = [...label, ...tokensOf(fact.value)];
    const named = new Set(indicesOf(brand, tokens));
    // A unit in a name, as of `height cm`, names nothing.
    for (const { key } of label) if (!units.has(key)) labels.set(key, (labels.get(key) ?? new Set<Fact>()).add(fact));
    for (const [at, { kind, key, numbers: readings }] of tokens.entries()) {
      const place: Place = { fact, at, tokens, labels: label.length, brand: named.has(at) };
      if (kind === "number") for (const each of readings) push(numbers, each, place);
      else push(words, key, place);
      // "water proof" says waterproof too.
      for (let n = 2; n <= 4; n++) joined.add(tokens.slice(at, at + n).map((each) => fold(each.raw)).join("")); // prettier-ignore
      const next = tokens[at + 1];
      if (kind === "word" && next?.kind === "word") push(words, key + next.key, place);
    }
  }
  const forms = [...words.keys()];
  const known = new Map<string, readonly Place[]>();
  return {
    places(key) {
      const found = known.get(key);
      if (found !== undefined) return found;
      const same = forms.filter((form) => isSameWord(form, key, endings)).flatMap((form) => words.get(form)!);
      known.set(key, same);
      return same;
    },
    numbers: (readings) => readings.flatMap((each) => numbers.get(each) ?? []),
    attributes: facts.filter(({ kind }) => kind === "attribute"),
    labelled: (key) => labels.get(key) ?? new Set(),
    brand,
    joined,
  };
}

/** Where these words stand side by side, all of their places. */
export const indicesOf = (keys: readonly string[], tokens: readonly Token[]): number[] =>
  keys.length === 0
    ? []
    : tokens.flatMap((_, at) =>
        keys.every((key, i) => tokens[at + i]?.key === key) ? keys.map((_key, i) => at + i) : [],
      );

/** Forms of one word: equal but for an ending. Stems would make "organic" of an organizer. */
export function isSameWord(a: string, b: string, endings: readonly string[]): boolean {
  if (a === b) return true;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  if (same < 3) return false;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  if (endings.includes(restA) && endings.includes(restB)) return true;
  return (restA === "y" && restB === "ies") || (restA === "ies" && restB === "y");
}

/** The word by it that turns its meaning: "faux" leather, leather "look", "without" a leather strap; null: none does. */
export function turnedBy(tokens: readonly Token[], at: number): string | null {
  const { clause } = tokens[at]!;
  const near = (step: number, words: ReadonlySet<string>): string[] => {
    const token = tokens[at + step];
    return token?.clause === clause && words.has(token.key) ? [token.key] : [];
  };
  const turning = [
    ...[...near(-1, likening), ...near(1, likening)],
    ...[...near(-1, negating), ...near(-2, negating), ...near(1, negating)],
  ];
  return turning[0] ?? null;
}

/** Whether it is named as what the product is for: after "for" in the same clause, up to the next "in". */
export const isServed = (tokens: readonly Token[], at: number): boolean => {
  const { clause } = tokens[at]!;
  const near = tokens.slice(0, at).filter((token) => token.clause === clause);
  const last = near.findLastIndex(({ key }) => serving.has(key));
  // "Compatible with" is one of them, too.
  const after = near.slice(last + 1).filter(({ key }, i) => i > 0 || !including.has(key));
  return last !== -1 && !after.some(({ key }) => key === "in" || key === "im" || including.has(key));
};

const push = <K>(map: Map<K, Place[]>, key: K, place: Place): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [place]);
  else list.push(place);
};
