import type { AnalyzedDocument, IndexDocument } from "../domain/document.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import { readForward } from "./forward.ts";
import type { Segment } from "./segment.ts";
import { findSorted, lowerBound } from "./strings.ts";

/** The document with this id, or -1; deleted ones included. */
export function findDocument(segment: Segment, id: string): number {
  const document = segment.idOrder[lowerBound(segment.ids, id, segment.idOrder)];
  return document !== undefined && segment.ids.at(document) === id ? document : -1;
}

/** The documents of a group: from, to (exclusive); deleted ones included. */
export function findGroup(segment: Segment, group: string): readonly [number, number] {
  const found = findSorted(segment.groups, group);
  return found === -1 ? [0, 0] : [segment.groupStarts[found]!, segment.groupStarts[found + 1]!];
}

/** A document of a segment as it was analysed, without analysing it again. */
export function analyzedOf(
  segment: Segment,
  document: number,
  mapping: CatalogMapping,
  parse: (source: string) => IndexDocument,
): AnalyzedDocument {
  const ordinals = readForward(segment, document);
  const terms = mapping.text.map(({ name }, i) => [name, ordinals[i]!.map((each) => segment.terms.at(each))] as const);
  return { document: parse(segment.source(document)), terms: Object.fromEntries(terms) };
}
