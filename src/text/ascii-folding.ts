/** Folds Latin letters, digits and signs to ASCII, as Lucene's ASCIIFoldingFilter. */
export const foldToAscii = (text: string): string => {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  let folded = "";
  for (const char of text) folded += char < "\u0080" ? char : (EXCEPTIONS[char] ?? byDecomposition(char));
  return folded;
};

const byDecomposition = (char: string): string => {
  const plain = char.normalize("NFKD").replace(/[\u0300-\u036f]/gu, "");
  return /^[\x20-\x7e]+$/.test(plain) ? plain : char;
};

const EXCEPTIONS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  ø: "o",
  ł: "l",
  đ: "d",
  œ: "oe",
  þ: "th",
  ð: "d",
  ı: "i",
};
