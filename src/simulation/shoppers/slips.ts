import type { Random } from "../random.ts";

/** The text with one slip in one of its longer words: a letter dropped, doubled or swapped with the next; null without such a word. */
export function slip(text: string, random: Random): string | null {
  const words = Array.from(text.matchAll(/[a-z]{5,}/g));
  if (words.length === 0) return null;
  const word = random.pick(words);
  const at = word.index + 1 + random.below(word[0].length - 2);
  const [before, letter, next, after] = [text.slice(0, at), text[at]!, text[at + 1]!, text.slice(at + 2)];
  const kind = random.below(3);
  if (kind === 0 && letter !== next) return before + next + letter + after;
  return kind === 1 ? before + letter + letter + next + after : before + next + after;
}
