import { fold } from "../text/fold.ts";

/** A word, a number or a code of a text, in order. */
export interface Token {
  readonly kind: "word" | "number" | "code";
  /** Folded; of a number its first reading. */
  readonly key: string;
  /** All readings of a number: 1,5 is 1.5, and 1.000 may be 1 or 1000. */
  readonly numbers: readonly number[];
  /** As it stands in the text. */
  readonly raw: string;
  readonly start: number;
  /** Commas and the like part clauses; the first is 0. */
  readonly clause: number;
  /** Whether a dash, a slash, a colon or a sign of times, and no more, parts it from the one before: 4–8, 16:9. */
  readonly joined: boolean;
}

/** @param text plain */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let [clause, end] = [0, 0];
  for (const { 0: raw, index } of text.matchAll(PIECE)) {
    const gap = text.slice(end, index);
    if (/[.,;:!?()[\]|\n—–]|\s-\s/u.test(gap)) clause++;
    end = index + raw.length;
    tokens.push(...piece(raw, index, clause, /^\s?[-–—−/:×]\s?$/u.test(gap)));
  }
  return tokens;
}

/** Letters and digits, with what holds a number or an elision together. */
const PIECE = /[\p{L}\p{M}\p{N}]+(?:[.,]\p{N}+)*(?:['’]\p{L}{1,2}(?!\p{L}))?/gu;
/** `16GB` is a number and its unit; `1000XM4` is neither. */
const NUMBER_AND_UNIT = /^(\p{N}+(?:[.,]\p{N}+)*)(\p{L}{0,12})$/u;

function piece(raw: string, start: number, clause: number, joined: boolean): readonly Token[] {
  const plain = raw.replace(/['’]\p{L}{1,2}$/u, "");
  const [, number, unit = ""] = NUMBER_AND_UNIT.exec(plain) ?? [];
  if (number === undefined) {
    const kind = /\p{N}/u.test(plain) ? "code" : "word";
    return [{ kind, key: fold(plain), numbers: [], raw, start, clause, joined }];
  }
  const numbers = fractions(number) ?? readings(fold(number));
  const first: Token = { kind: "number", key: String(numbers[0]), numbers, raw: number, start, clause, joined };
  if (unit === "") return [first];
  return [
    first,
    { kind: "word", key: fold(unit), numbers: [], raw: unit, start: start + number.length, clause, joined: false },
  ];
}

/** 2½ is 2.5; null: no such. */
function fractions(number: string): readonly number[] | null {
  const [, whole = "", fraction] = /^(\d*)(\p{No})$/u.exec(number) ?? [];
  const [above, below] = (fraction ?? "").normalize("NFKC").split("⁄").map(Number);
  return above === undefined || below === undefined ? null : [Number(whole) + above / below];
}

function readings(number: string): readonly number[] {
  const found = new Set<number>();
  if (/^\d+(?:\.\d+)?$/.test(number)) found.add(Number(number));
  if (/^\d+,\d+$/.test(number)) found.add(Number(number.replace(",", ".")));
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(number)) found.add(Number(number.replaceAll(",", "")));
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(number)) found.add(Number(number.replaceAll(".", "").replace(",", ".")));
  return found.size > 0 ? [...found] : [Number(number.replaceAll(/[^\d]/g, ""))];
}
