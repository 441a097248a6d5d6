import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import { analyzedOf } from "../../engine/find-documents.ts";
import { createSegmentBuilder, type SegmentBuilder } from "../../engine/segment-builder.ts";
import { openSegment, type Segment } from "../../engine/segment.ts";
import { createLexiconBuilder, type LexiconBuilder } from "../../text/lexicon/lexicon-builder.ts";
import { toDocument } from "../../text/to-document.ts";
import { isDeleted, liveDocuments, type OpenPart, type Part } from "./parts.ts";

/** One part with the live documents of several. */
export function mergeParts(mapping: CatalogMapping, inputs: readonly Part[]): Part {
  const segment = createSegmentBuilder(mapping);
  const lexicon = createLexiconBuilder(mapping);
  for (const input of inputs) {
    const part = { ...input, opened: openSegment(mapping, input.segment) };
    for (let document = 0; document < part.opened.documents; document++)
      if (!isDeleted(part, document)) copyDocument(part.opened, document, mapping, segment, lexicon);
  }
  return { key: 0, segment: segment.finish(), lexicon: lexicon.finish(), deleted: null };
}

export function copyDocument(
  from: Segment,
  document: number,
  mapping: CatalogMapping,
  segment: SegmentBuilder,
  lexicon: LexiconBuilder,
): void {
  segment.copy(from, document);
  lexicon.add(analyzedOf(from, document, mapping, (source) => toDocument(JSON.parse(source) as Product, mapping)));
}

/**
 * The parts that are worth merging into one, or none. Sizes are kept falling at least by half from part to part, so that
 * a document is merged about log2(n) times in its life; a part that is a third deleted is written anew.
 */
export function partsToMerge(parts: readonly OpenPart[]): OpenPart[] {
  const bySize = parts.toSorted((a, b) => liveDocuments(b) - liveDocuments(a));
  for (const [i, part] of bySize.entries()) {
    const smaller = bySize.slice(i + 1);
    const rest = smaller.reduce((sum, each) => sum + liveDocuments(each), 0);
    if (smaller.length > 0 && liveDocuments(part) < 2 * rest) return bySize.slice(i);
    if (part.opened.documents > 1.5 * liveDocuments(part)) return bySize.slice(i);
  }
  return [];
}
