import { fold } from "../fold.ts";

/** Lower case, no accents, letters and digits only, one space between words: how phrases are compared. */
export function foldPhrase(text: string): string {
  return fold(text)
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
