/**
 * What a person typed, cleaned: NFKC, no control or bidirectional characters, one space between words. Case is kept.
 */
export const normalizeQuery = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}+|[\ufffc\ufffd]/gu, "")
    .trim();
