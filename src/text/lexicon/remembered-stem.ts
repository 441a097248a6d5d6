import { stem, type Language } from "../stem.ts";

const MOST = 50_000;
const remembered = new Map<Language, (term: string) => string>();

/** `stem`, which remembers: stemming is most of the work of a small part, whose words are nearly all old ones. */
export function rememberedStem(language: Language): (term: string) => string {
  const known = remembered.get(language);
  if (known !== undefined) return known;
  const stems = new Map<string, string>();
  const stemOf = stem(language);
  const remembering = (term: string): string => {
    let found = stems.get(term);
    if (found === undefined) {
      found = stemOf(term);
      if (stems.size >= MOST) stems.clear();
      stems.set(term, found);
    }
    return found;
  };
  remembered.set(language, remembering);
  return remembering;
}
