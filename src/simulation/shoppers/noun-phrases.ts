import type { Habits } from "./habits.ts";
import type { Kind } from "./shelf.ts";

/** A way to name a kind, and how often it is chosen. */
export interface NounPhrase {
  readonly words: string;
  readonly share: number;
  readonly is: "noun" | "synonym" | "broad";
}

/** For each kind, in order: its noun, words of shoppers the catalogue does not use, and the last word alone where others share it. */
export function nounPhrases(kinds: readonly Kind[], habits: Habits): readonly (readonly NounPhrase[])[] {
  const lasts = new Map<string, number>();
  for (const { noun } of kinds) lasts.set(lastOf(noun), (lasts.get(lastOf(noun)) ?? 0) + 1);
  return kinds.map(({ noun }) => {
    const synonyms = habits.wordPairs.flatMap(([shop, shopper]) => {
      const word = new RegExp(`\\b${shop.toLowerCase()}\\b`);
      return word.test(noun) ? [noun.replace(word, shopper.toLowerCase())] : [];
    });
    const last = lastOf(noun);
    const broad = (lasts.get(last) ?? 0) > 1 && last !== noun ? habits.broadShare : 0;
    const synonym = synonyms.length > 0 ? habits.synonymShare : 0;
    const phrases: NounPhrase[] = [{ words: noun, share: 1 - broad - synonym, is: "noun" }];
    if (broad > 0) phrases.push({ words: last, share: broad, is: "broad" });
    for (const words of synonyms) phrases.push({ words, share: synonym / synonyms.length, is: "synonym" });
    return phrases;
  });
}

function lastOf(noun: string): string {
  return noun.slice(noun.lastIndexOf(" ") + 1);
}
