import { HARD_SHOP_STRINGS } from "./hard-shop-strings.ts";
import { HARD_UNICODE_STRINGS } from "./hard-unicode-strings.ts";

/** Strings made from a seed out of pieces of hard strings, units, quotes, and characters of many scripts; for tests. */
export const generatedStrings = (seed: number, count: number): readonly string[] => {
  const below = randomBelow(seed);
  return Array.from({ length: count }, () => {
    const pieces = Array.from({ length: 1 + below(8) }, () => piece(below));
    return pieces.join(below(3) === 0 ? "" : " ");
  });
};

const piece = (below: (limit: number) => number): string => {
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  switch (below(5)) {
    case 0:
      return one(PIECES);
    case 1:
      return one(NUMBERS) + one(GLUE) + one(UNITS);
    case 2:
      return one(GLUE);
    case 3: {
      const [from, to] = one(BLOCKS);
      return Array.from({ length: 1 + below(6) }, () => String.fromCodePoint(from + below(to - from))).join("");
    }
    default:
      return Array.from({ length: 1 + below(4) }, () => one(ASCII)).join("");
  }
};

const PIECES = [...HARD_SHOP_STRINGS, ...HARD_UNICODE_STRINGS].flatMap(([text]) => text.split(/(?<=\s)/u));
const NUMBERS = ["5", "55", "15.6", "15,6", "2,000", "1,234,567", "0.5", "007", "10x20", "5x", "90 x 200", "½"];
const UNITS = [
  "inch",
  '"',
  "″",
  "in",
  "in.",
  "ml",
  "Litres",
  "GB",
  "gigabytes",
  "W",
  "m",
  "g",
  "kgs",
  "'",
  "ft",
  "+",
  "x",
];
const GLUE = [
  "",
  "",
  " ",
  "-",
  "'",
  "’",
  '"',
  "+",
  ".",
  ",",
  "/",
  "x",
  "×",
  "&",
  "\u00a0",
  "\u00ad",
  "\u200d",
  "\u0301",
];
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
/** First and last code points; nothing that a later version of Unicode has filled. */
const BLOCKS = [
  [0xa0, 0x250],
  [0x250, 0x370],
  [0x391, 0x3a1],
  [0x400, 0x500],
  [0x5d0, 0x5ea],
  [0x621, 0x660],
  [0x905, 0x94e],
  [0xe01, 0xe3a],
  [0x1e00, 0x1eff],
  [0x2010, 0x2060],
  [0x2460, 0x2500],
  [0x3041, 0x3096],
  [0x30a1, 0x30ff],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0xff01, 0xff9f],
  [0x1d400, 0x1d454],
  [0x1f600, 0x1f640],
  [0x20000, 0x2a6d6],
] as const;

/** Whole numbers below a limit, the same for the same seed (mulberry32). */
const randomBelow = (seed: number): ((limit: number) => number) => {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
};
