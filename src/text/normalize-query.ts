import { compose } from "./compose.ts";

/**
 * What a person typed, in the form in which documents are analysed too: composed, no control or bidirectional
 * characters, one space between words. Case and punctuation are kept.
 */
export const normalizeQuery = (text: string): string =>
  compose(text.toWellFormed())
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}\ufffc\ufffd]+/gu, "")
    .trim();
