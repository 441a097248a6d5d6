/** Takes out of what a shopper typed what looks like an e-mail address or the number of a card or a telephone. */
export const scrub = (text: string): string => {
  if (!text.includes("@") && !/\d{4}/.test(text)) return text;
  return text.replace(email, "[email]").replace(digits, (match) => (isPersonal(match) ? "[number]" : match));
};

const email = /[^\s@<>()[\]",;:]{1,64}@[^\s@<>()[\]",;:]{1,255}/g;

/** Digits as people group them; product numbers such as GTINs, at most 14 digits without gaps, are left alone. */
const digits = /(?<![\w.-])\+?\d(?:[ -]?\d){7,22}(?![\w-])/g;

const isPersonal = (match: string): boolean => {
  const plain = match.replaceAll(/\D/g, "");
  if (match.startsWith("+")) return true;
  return plain.length >= 13 && plain.length <= 19 && !isGtin(match) && passesLuhn(plain);
};

const isGtin = (match: string): boolean => /^\d{8}$|^\d{12,14}$/.test(match) && gtinCheck(match);

/** GS1's check digit: weights 3 and 1 from the right, to a multiple of ten. */
const gtinCheck = (text: string): boolean =>
  Array.from(text)
    .reverse()
    .reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0) %
    10 ===
  0;

/** ISO/IEC 7812: every second digit from the right is doubled. */
const passesLuhn = (text: string): boolean =>
  Array.from(text)
    .reverse()
    .reduce((sum, digit, i) => {
      const value = i % 2 === 0 ? Number(digit) : Number(digit) * 2;
      return sum + (value > 9 ? value - 9 : value);
    }, 0) %
    10 ===
  0;
