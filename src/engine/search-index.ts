import type { CatalogMapping } from "../domain/mapping.ts";
import { type Bits, count } from "./bits.ts";
import { divisor, type FieldStats, norms } from "./bm25.ts";
import { keepLists, type KeptLists } from "./kept-lists.ts";
import { createFieldResolver, type FieldResolver } from "./resolve-field.ts";
import type { Segment } from "./segment.ts";

/** A catalogue's index at one moment: immutable; a newer one replaces it by one reference. */
export interface SearchIndex {
  readonly mapping: CatalogMapping;
  readonly resolve: FieldResolver;
  readonly parts: readonly IndexPart[];
  /** Text field → counts over all parts. */
  readonly stats: ReadonlyMap<string, FieldStats>;
  /** Documents that are not deleted. */
  readonly documents: number;
}

export interface IndexPart {
  readonly segment: Segment;
  /** Documents deleted, or moved to a later part; null for none. */
  readonly deleted: Bits | null;
  /** Text field → code of a posting → `1 + tf × norm`. */
  readonly divisors: ReadonlyMap<string, Float32Array>;
  /** Text field → what is kept about its lists. */
  readonly kept: ReadonlyMap<string, KeptLists>;
  /** Text field → length byte → norm. */
  readonly norms: ReadonlyMap<string, Float32Array>;
}

/** @param parts oldest first; a group's live documents must all be in one part */
export function openIndex(
  mapping: CatalogMapping,
  parts: readonly { readonly segment: Segment; readonly deleted: Bits | null }[],
): SearchIndex {
  const stats = new Map(mapping.text.map(({ name }) => [name, statsOf(name, parts)]));
  const fieldNorms = new Map([...stats].map(([name, each]) => [name, norms(each)]));
  return {
    mapping,
    resolve: createFieldResolver(mapping),
    stats,
    documents: parts.reduce((sum, { segment, deleted }) => sum + segment.documents - (deleted ? count(deleted) : 0), 0),
    parts: parts.map(({ segment, deleted }) => {
      const divisors = new Map([...fieldNorms].map(([name, each]) => [name, divisorsOf(segment, name, each)]));
      const kept = new Map([...divisors].map(([name, each]) => [name, keepLists(each, segment.texts.get(name)!.sets)]));
      return { segment, deleted, norms: fieldNorms, divisors, kept };
    }),
  };
}

function statsOf(name: string, parts: readonly { readonly segment: Segment }[]): FieldStats {
  const texts = parts.map(({ segment }) => segment.texts.get(name)!);
  return {
    documents: texts.reduce((sum, { documents }) => sum + documents, 0),
    terms: texts.reduce((sum, { terms }) => sum + terms, 0),
  };
}

function divisorsOf(segment: Segment, name: string, norms: Float32Array): Float32Array {
  const { codes } = segment.texts.get(name)!;
  return Float32Array.from(codes, (pair) => divisor(pair & 255, norms[pair >>> 8]!));
}
