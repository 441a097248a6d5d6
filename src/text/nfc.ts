import { replaceMatches, type CharFilter } from "./char-filters.ts";

/** Canonical composition as a char filter: the first step of every analysis, so that é and e + ´ are one. */
export const nfc: CharFilter = {
  // Below U+0300 nothing composes or changes.
  apply: (text) => (COMPOSABLE.test(text) ? text.normalize("NFC") : text),
  trace: (text) =>
    replaceMatches(text.normalize("NFC") === text ? NOTHING : CLUSTER, (match) => [match[0].normalize("NFC")]).trace(
      text,
    ),
};

const COMPOSABLE = /[\u0300-\uffff]/;
const NOTHING = /(?!)/gu;
/** What normalisation looks at as a whole: a character with its marks, or a run of Hangul letters; only what changes. */
const CLUSTER =
  /[\u1100-\u11ff]+|\P{M}\p{M}+|[\u0340-\u0344\u0374-\u0387\u0958-\u0fff\u1f00-\u2fff\uf900-\ufb4f]|\p{M}+/gu;
