import type { Columns } from "../../domain/columns.ts";
import type { Lexicon } from "../../domain/vocabulary.ts";
import { openCompletions } from "./completions.ts";
import { phrasePart } from "./phrase-part.ts";
import { termPart } from "./term-part.ts";
import { openVocabulary } from "./vocabulary.ts";

/**
 * Reads lexicon parts, one an index segment, as one lexicon: frequencies and counts add up, and products deleted
 * since count until their segment is merged. Opening only looks at the columns; nothing is decoded or copied.
 */
export function openLexicon(parts: readonly Columns[]): Lexicon {
  const vocabulary = openVocabulary(parts.map(termPart));
  const phrases = {
    query: parts.map((part) => phrasePart(part, "query")),
    brand: parts.map((part) => phrasePart(part, "brand")),
    category: parts.map((part) => phrasePart(part, "category")),
  };
  return { vocabulary, completions: openCompletions(phrases, vocabulary.documents) };
}
