import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Lexicon } from "../../domain/vocabulary.ts";
import { openIndex, type SearchIndex } from "../../engine/search-index.ts";
import { openSegment, type Segment } from "../../engine/segment.ts";
import { openLexicon } from "../../text/lexicon/lexicon.ts";
import { bytesOf, type IndexState } from "./parts.ts";

/** What searches read: replaced as a whole by one reference. */
export interface LiveIndex {
  readonly index: SearchIndex;
  readonly lexicon: Lexicon;
  readonly sequence: number;
  readonly mappingVersion: number;
  readonly bytes: number;
  /** By key, so that the next state opens only what is new. */
  readonly segments: ReadonlyMap<number, Segment>;
}

export function openLiveIndex(mapping: CatalogMapping, state: IndexState, before: LiveIndex | null): LiveIndex {
  const known = before?.mappingVersion === state.mappingVersion ? before.segments : new Map<number, Segment>();
  const parts = state.parts.map(({ key, segment, deleted }) => ({
    key,
    segment: known.get(key) ?? openSegment(mapping, segment),
    deleted,
  }));
  return {
    index: openIndex(mapping, parts),
    lexicon: openLexicon(state.parts.map(({ lexicon }) => lexicon)),
    sequence: state.sequence,
    mappingVersion: state.mappingVersion,
    bytes: state.parts.reduce((sum, part) => sum + bytesOf(part), 0),
    segments: new Map(parts.map(({ key, segment }) => [key, segment])),
  };
}
