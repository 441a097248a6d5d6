import { invalidModel } from "./invalid-model.ts";

/** The lines `key=value` of a header or a tree. */
export interface Fields {
  has(key: string): boolean;
  text(key: string): string;
  words(key: string): string[];
  integer(key: string): number;
  integers(key: string): number[];
  /** With `inf` and `nan`, as C writes them. */
  numbers(key: string): Float64Array;
}

/**
 * @param where for messages
 * @throws WinnowError `invalid_model`: a key twice (readers disagree on which one wins), no key, no number
 */
export function readFields(lines: readonly string[], where: string): Fields {
  const values = new Map<string, string>();
  for (const line of lines) {
    if (line === "") continue;
    const equals = line.indexOf("=");
    const key = equals < 0 ? line : line.slice(0, equals);
    if (values.has(key)) throw invalidModel(`${where} ${short(key)}`, "the key is there twice");
    // A flag such as `average_output` has no value.
    values.set(key, equals < 0 ? "" : line.slice(equals + 1));
  }
  const text = (key: string) => {
    const value = values.get(key);
    if (value === undefined) throw invalidModel(`${where} ${key}`, "it is missing");
    return value;
  };
  const words = (key: string) => {
    const value = text(key);
    return value === "" ? [] : value.split(" ");
  };
  const integer = (key: string, word: string) => {
    const value = Number(word);
    if (!/^-?[0-9]{1,15}$/.test(word)) throw invalidModel(`${where} ${key}`, `"${short(word)}" is not a whole number`);
    return value;
  };
  return {
    has: (key) => values.has(key),
    text,
    words,
    integer: (key) => integer(key, text(key)),
    integers: (key) => words(key).map((word) => integer(key, word)),
    numbers: (key) => Float64Array.from(words(key), (word) => toNumber(word, `${where} ${key}`)),
  };
}

const special = new Map([
  ["inf", Infinity],
  ["-inf", -Infinity],
  ["nan", NaN],
  ["-nan", NaN],
]);

function toNumber(word: string, where: string): number {
  // Number() takes hexadecimal, blanks and "Infinity" too.
  if (/^-?[0-9]+(\.[0-9]*)?(e[+-]?[0-9]+)?$/.test(word)) return Number(word);
  const value = special.get(word);
  if (value === undefined) throw invalidModel(where, `"${short(word)}" is not a number`);
  return value;
}

/** For messages. */
export const short = (word: string) => (word.length > 40 ? `${word.slice(0, 40)}…` : word);
