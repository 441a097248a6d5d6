/** Counters of everything together. */
export const globalKey = "g";

export const productKey = (group: string): string => `p:${group}`;

export const wordKey = (word: string): string => `t:${word}`;

/** Null for browsing. */
export const queryKey = (normalized: string): string | null => {
  const name = queryName(wordsOf(normalized));
  return name === "" ? null : `q:${name}`;
};

/** A query's words in one order: `hp laptop` and `laptop hp` are one query. */
export const queryName = (words: readonly string[]): string => [...words].sort().join(" ");

/**
 * The words that a query is remembered by, in the order typed, each once.
 *
 * @param normalized analysed terms with a space between them: a query tree's text
 */
export const wordsOf = (normalized: string): readonly string[] => {
  const words = new Set<string>();
  for (const word of normalized.split(" ")) {
    if (word !== "" && word.length <= LONGEST_WORD) words.add(word);
    if (words.size === MOST_WORDS) break;
  }
  return [...words];
};

/** What is longer was hardly typed by a person, and would only fill the store. */
const MOST_WORDS = 8;
const LONGEST_WORD = 40;
