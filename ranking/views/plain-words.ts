import { foldToAscii } from "../../src/text/ascii-folding.ts";

/**
 * The words of a name (a brand, a category) as index terms mostly are: lower case, folded. Kept by name, since the same
 * few thousand come again and again.
 */
export const plainWords = (text: string): readonly string[] => {
  const found = known.get(text);
  if (found !== undefined) return found;
  const words = foldToAscii(text.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, words);
  return words;
};

const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 20_000;
