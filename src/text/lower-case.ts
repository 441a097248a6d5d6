/**
 * Lower case as Lucene's LowerCaseFilter: code point by code point, by Java's simple mapping. JavaScript's own differs
 * on whole strings: it ends words in ς and makes İ two characters.
 */
export const lowerCase = (text: string): string => {
  if (!/[^\x00-\x7f]/.test(text)) return text.toLowerCase();
  let lower = "";
  for (const char of text) lower += char === "\u0130" ? "i" : char.toLowerCase();
  return lower;
};
