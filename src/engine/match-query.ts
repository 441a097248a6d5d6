import type { CatalogMapping } from "../domain/mapping.ts";
import { add, type Bits, type BitsPool, intersect, setAll, subtract, unite } from "./bits.ts";
import type { CompiledQuery } from "./compile-query.ts";
import { readForward } from "./forward.ts";
import { addWord, type WordLists } from "./posting-lists.ts";
import type { IndexPart } from "./search-index.ts";
import { findSorted } from "./strings.ts";

export interface Matches {
  /** Documents that match the query and are not deleted. */
  readonly bits: Bits;
  /** Those of them that have the query's identifier; null for none. */
  readonly identified: Bits | null;
}

/** @param query null matches everything */
export function matchQuery(
  part: IndexPart,
  partIndex: number,
  query: CompiledQuery | null,
  words: readonly WordLists[],
  mapping: CatalogMapping,
  pool: BitsPool,
): Matches {
  const { documents } = part.segment;
  const bits = pool.take(documents);
  let identified: Bits | null = null;
  if (query === null) setAll(bits, documents);
  else {
    addMatchingWords(bits, words, query.phrases.length > 0, documents, pool);
    for (const phrase of query.phrases) keepPhrase(bits, part, partIndex, query, phrase);
    identified = findIdentified(part, query.identifier, mapping, pool);
    if (identified !== null) unite(bits, identified);
  }
  if (part.deleted !== null) subtract(bits, part.deleted);
  return { bits, identified };
}

/** All required words, the rarest first; any word when none is required. */
function addMatchingWords(
  bits: Bits,
  words: readonly WordLists[],
  hasPhrases: boolean,
  documents: number,
  pool: BitsPool,
): void {
  const required = words.filter((word) => word.required).sort((a, b) => a.postings - b.postings);
  if (required.length === 0) {
    for (const word of words) addWord(bits, word);
    if (words.length === 0 && hasPhrases) setAll(bits, documents);
    return;
  }
  for (const [i, word] of required.entries()) {
    if (i === 0) addWord(bits, word);
    else {
      const more = pool.take(documents);
      addWord(more, word);
      intersect(bits, more);
    }
  }
}

function keepPhrase(
  bits: Bits,
  part: IndexPart,
  partIndex: number,
  query: CompiledQuery,
  phrase: readonly number[],
): void {
  const ordinals = phrase.map((term) => query.ordinals[term]![partIndex]!);
  if (ordinals.includes(-1)) {
    bits.fill(0);
    return;
  }
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left);
      const document = word * 32 + bit;
      if (!hasPhrase(part, query.fields, document, ordinals)) bits[word]! &= ~(1 << bit);
    }
  }
}

function hasPhrase(part: IndexPart, fields: readonly string[], document: number, phrase: readonly number[]): boolean {
  const terms = readForward(part.segment, document);
  return fields.some((name) => {
    const own = terms[part.segment.texts.get(name)!.place]!;
    return own.some((_, start) => phrase.every((ordinal, i) => own[start + i] === ordinal));
  });
}

function findIdentified(
  part: IndexPart,
  identifier: string | null,
  mapping: CatalogMapping,
  pool: BitsPool,
): Bits | null {
  if (identifier === null) return null;
  let found: Bits | null = null;
  for (const name of mapping.identifiers) {
    const field = part.segment.keywords.get(name);
    const ordinal = field === undefined ? -1 : findSorted(field.values, identifier);
    if (field === undefined || ordinal === -1) continue;
    found ??= pool.take(part.segment.documents);
    for (let i = field.documentStarts[ordinal]!; i < field.documentStarts[ordinal + 1]!; i++)
      add(found, field.documents[i]!);
  }
  return found;
}
