/** What a word of a title may do in a query made from it. */
export const WORD = 1;
/** Letters and digits: `cat5e`, `rj45`, or a model. */
export const CODE = 2;
/** Stands in the middle or at the end only: `windows 10`. */
export const NUMBER = 3;
/** `2 m`, `20-inch`: ends a phrase before it. */
export const MEASURE = 4;
export type WordClass = typeof WORD | typeof CODE | typeof NUMBER | typeof MEASURE;

export interface TitleWord {
  /** In lower case, as shown. */
  readonly text: string;
  readonly class: WordClass;
  /** True when a bracket, comma, dash or the like stands before it. */
  readonly breaks: boolean;
}

const PIECE = /[\p{L}\p{N}\p{M}]+(?:['’.,-][\p{L}\p{N}\p{M}]+)*|&|["″”]|[^\s\p{L}\p{N}™®©]/gu;
const DIGITS = /^\p{N}+(?:[.,-]\p{N}+)*$/u;
const HAS_DIGIT = /\p{N}/u;
const UNITS =
  "mm|cm|dm|m|km|ft|feet|foot|in|inch|inches|yd|mg|g|kg|lb|lbs|oz|ml|cl|l|litre|litres|liter|liters|kb|mb|gb|tb|hz|khz|mhz|ghz|" +
  "w|kw|wh|kwh|v|mv|kv|a|ma|ah|mah|va|kva|db|dbi|dpi|ppm|rpm|bit|mbit|gbit|mbps|gbps|px|pixels|mp|pc|pcs|pk|pack|pages|sheets|u|x";
const UNIT = new RegExp(`^(?:${UNITS})$`);
const WITH_UNIT = new RegExp(`^\\d+(?:[.,]\\d+)?-?(?:${UNITS})$`);

/** Cuts a title into words as they are shown. */
export function titleWords(title: string): TitleWord[] {
  const words: { text: string; class: WordClass; breaks: boolean }[] = [];
  let breaks = false;
  for (const [piece] of title.toLowerCase().matchAll(PIECE)) {
    const before = words.at(-1);
    if (before?.class === NUMBER && !breaks && (UNIT.test(piece) || isInch(piece))) {
      before.class = MEASURE;
    } else if (isWordOrAnd(piece)) {
      words.push({ text: piece, class: classOf(piece), breaks });
      breaks = false;
    } else {
      breaks = true;
    }
  }
  return words;
}

function isInch(piece: string): boolean {
  return piece === '"' || piece === "″" || piece === "”";
}

function isWordOrAnd(piece: string): boolean {
  return piece === "&" || /^[\p{L}\p{N}\p{M}]/u.test(piece);
}

function classOf(word: string): WordClass {
  if (!HAS_DIGIT.test(word)) return WORD;
  if (DIGITS.test(word)) return NUMBER;
  return WITH_UNIT.test(word) ? MEASURE : CODE;
}
