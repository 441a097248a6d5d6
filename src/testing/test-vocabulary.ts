import { stem } from "../text/stem.ts";
import { stopWords } from "../text/stop-words.ts";
import { editDistance } from "../text/edit-distance.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { QueryContext } from "../query/context.ts";
import { compileSynonyms, parseSynonyms } from "../query/synonyms.ts";

/** For tests: a vocabulary in plain loops. @param pairs `"usb hub"` → titles that hold it */
export function testVocabulary(
  documents: number,
  frequencies: Readonly<Record<string, number>>,
  pairs: Readonly<Record<string, number>> = {},
): Vocabulary {
  const terms = Object.entries(frequencies).map(([term, frequency]) => ({ term, frequency }));
  terms.sort((a, b) => b.frequency - a.frequency || (a.term < b.term ? -1 : 1));
  const english = stem("english");
  return {
    documents,
    frequency: (term) => frequencies[term] ?? 0,
    withPrefix: (prefix, limit) => terms.filter(({ term }) => term.startsWith(prefix)).slice(0, limit),
    nearby: (term, maxEdits, limit) =>
      terms
        .map((each) => ({ ...each, edits: editDistance(term, each.term, maxEdits) }))
        .filter(({ edits }) => edits > 0 && edits <= maxEdits)
        .sort((a, b) => a.edits - b.edits)
        .slice(0, limit),
    withStem: (each) => terms.filter(({ term }) => english(term) === each),
    pairFrequency: (first, second) => pairs[`${first} ${second}`] ?? 0,
  };
}

export function testContext(vocabulary: Vocabulary, synonyms = "", typing = false): QueryContext {
  const tokens = (text: string) =>
    Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), ({ 0: word, index }) => ({
      term: word.toLowerCase(),
      start: index,
      end: index + word.length,
    }));
  const analyze = (text: string): readonly string[] => tokens(text).map(({ term }) => term);
  return {
    vocabulary,
    tokens,
    stem: stem("english"),
    stopWords: stopWords("english"),
    synonyms: compileSynonyms(parseSynonyms(synonyms, "synonyms"), analyze, stem("english")),
    normalizeIdentifier: (text) => analyze(text).join(""),
    typing,
  };
}
