import { editDistance } from "../text/edit-distance.ts";

/**
 * Whether a hand or an ear may have made `typed` of `meant`, or they are two words that happen to look alike:
 * "keybord" is a slip, but "sneakers" is not "speakers", "tablet" not "table", "couch" not "touch".
 *
 * @param edits how far they are apart, 1 or 2
 */
export function isSlip(typed: string, meant: string, edits: number): boolean {
  if (!startsAlike(typed, meant)) return false;
  if (edits > 1) return editDistance(sound(typed), sound(meant), 1) <= 1;
  const [here, there] = difference(typed, meant);
  if (here.length + there.length === 1) return isMissedOrExtra(typed, meant);
  if (here.length === 1) return typed.length > shortWord && areAlike(here, there);
  return true; // Swapped.
}

/** True of longer spellings that are heard alike: "projecter" and "projector", "controler" and "controller". */
export const soundAlike = (a: string, b: string): boolean => a.length >= longEnough && sound(a) === sound(b);

/** One letter more or less within four letters, and one letter for another, make another word more often than a slip. */
const shortWord = 4;
const longEnough = 6;

/** The first letter is hardly ever wrong (Pollock and Zamora 1984), unless it was swapped or sounds the same. */
function startsAlike(typed: string, meant: string): boolean {
  const [a, b] = [typed.charAt(0), meant.charAt(0)];
  return a === b || (a === meant.charAt(1) && b === typed.charAt(1)) || ("ck".includes(a) && "ck".includes(b));
}

/** An ending is what makes another word of a word; within it, letters are left out and doubled. */
function isMissedOrExtra(typed: string, meant: string): boolean {
  if (meant.startsWith(typed)) return typed.length >= longEnough;
  if (!typed.startsWith(meant))
    return typed.length > shortWord || meant.length > typed.length || isDoubled(typed, meant);
  const last = typed.charAt(typed.length - 1);
  const before = typed.charAt(typed.length - 2);
  return last === before || (typed.length > longEnough && areNeighbours(last, before));
}

/** What is left of both between the beginning and the end that they share. */
function difference(a: string, b: string): readonly [string, string] {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

const isDoubled = (typed: string, meant: string): boolean => typed.replace(/(.)\1+/gu, "$1") === meant;

/** Letters of other scripts are not known to be far apart. */
const areAlike = (a: string, b: string): boolean =>
  !(isLatin(a) && isLatin(b)) || areNeighbours(a, b) || alike.some((group) => group.includes(a) && group.includes(b));

const isLatin = (letter: string): boolean => /^[a-z]$/u.test(letter);

/** Letters that are heard or remembered one for the other. */
const alike = ["aeiouy", "ckq", "csxz", "bp", "dt", "fvw", "mn", "gj", "lr", "yz"];

const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** Next to each other on a keyboard, QWERTY or QWERTZ. */
function areNeighbours(a: string, b: string): boolean {
  const [here, there] = [keyOf(a), keyOf(b)];
  if (here === null || there === null) return false;
  return Math.abs(here.row - there.row) <= 1 && Math.abs(here.x - there.x) < 1.1;
}

function keyOf(letter: string): { readonly row: number; readonly x: number } | null {
  const row = rows.findIndex((keys) => keys.includes(letter));
  return row < 0 ? null : { row, x: rows[row]!.indexOf(letter) + row / 2 };
}

/** What two spellings of one word share: consonants as they are heard, doubled ones once. */
const sound = (word: string): string =>
  word
    .replace(/ph/gu, "f")
    .replace(/[cq]/gu, "k")
    .replace(/z/gu, "s")
    .replace(/(?!^)[aeiouyhw]/gu, "")
    .replace(/(.)\1+/gu, "$1");
