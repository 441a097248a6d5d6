import { ASCII_FOLDINGS } from "./ascii-folding-table.ts";

/** Folds Latin letters, digits and signs to ASCII, as Lucene's ASCIIFoldingFilter; the rest stays as it is. */
export const foldToAscii = (text: string): string => {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  let folded = "";
  for (const char of text) folded += char < "\x80" ? char : (FOLDED.get(char) ?? char);
  return folded;
};

const FOLDED: ReadonlyMap<string, string> = new Map(
  Object.entries(ASCII_FOLDINGS).flatMap(([ascii, characters]) =>
    Array.from(characters, (char) => [char, ascii] as const),
  ),
);
