import { foldPhrase } from "./fold-phrase.ts";
import { singular } from "./singular.ts";

/** The same for phrases that a person takes for one: case, accents, the order of words and an English plural say nothing. */
export const phraseKey = (text: string): string => foldPhrase(text).split(" ").map(singular).sort().join(" ");
