import { replaceMatches, type CharFilter } from "./char-filters.ts";

/**
 * The form in which every text is analysed, of documents and queries alike: NFC, and full-width and mathematical letters,
 * the micro sign and special spaces made plain. Not NFKC, which would make `″` two primes and `Core™2` CoreTM2.
 */
export const compose = (text: string): string => {
  if (!UNPLAIN.test(text)) return text;
  return text
    .normalize("NFC")
    .replace(VARIANT, (char) => char.normalize("NFKC"))
    .normalize("NFC");
};

/** The same as the first step of every analysis, where a highlighter needs to know what came from where. */
export const composing: CharFilter = {
  apply: compose,
  trace: (text) =>
    replaceMatches(compose(text) === text ? NOTHING : CLUSTER, (match) => [compose(match[0])]).trace(text),
};

/** Below U+0300 nothing composes. */
const UNPLAIN = /[\u00a0\u00b5\u0300-\uffff]/;
const VARIANT = /[\u00a0\u00b5\u2000-\u200a\u202f\u205f\u3000\uff00-\uffef\u{1d400}-\u{1d7ff}]/gu;
const NOTHING = /(?!)/gu;
/** What composes as a whole: a character with its marks, a run of Hangul, a kana with half-width sound marks. */
const CLUSTER = /[\u1100-\u11ff\uac00-\ud7a3\uffa0-\uffdc]+|\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gu;
