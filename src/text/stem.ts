import { createRequire } from "node:module";

/**
 * The Snowball stem of a lower-case term: `stem("english")("laptops")` is `laptop`.
 *
 * @param language one of LANGUAGES
 */
export const stem = (language: Language): ((term: string) => string) => {
  const stemmer = snowball.newStemmer(language);
  return (term) => stemmer.stem(term);
};

export const isLanguage = (name: string): name is Language => (LANGUAGES as readonly string[]).includes(name);

export type Language = (typeof LANGUAGES)[number];

export const LANGUAGES = [
  "danish",
  "dutch",
  "english",
  "finnish",
  "french",
  "german",
  "hungarian",
  "italian",
  "norwegian",
  "portuguese",
  "romanian",
  "russian",
  "spanish",
  "swedish",
  "turkish",
] as const;

interface Snowball {
  newStemmer(language: string): { stem(term: string): string };
}

// A script without types; it sets module.exports, so that it is required rather than imported.
const snowball = createRequire(import.meta.url)("snowball-stemmers") as Snowball;
