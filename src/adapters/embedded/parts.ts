import type { Columns } from "../../domain/columns.ts";
import type { Bits } from "../../engine/bits.ts";
import { bitWords, count, has } from "../../engine/bits.ts";
import type { Segment } from "../../engine/segment.ts";

/** One segment with the words of its documents, as it is sent between threads. */
export interface Part {
  /** Unique within a catalogue's index; segments are recognised by it. */
  readonly key: number;
  readonly segment: Columns;
  readonly lexicon: Columns;
  /** Documents deleted or moved to a later part; replaced, never changed. */
  readonly deleted: Bits | null;
}

/** A catalogue's index at one moment, as it is sent between threads. */
export interface IndexState {
  /** Changes of the store that are in it. */
  readonly sequence: number;
  readonly mappingVersion: number;
  readonly parts: readonly Part[];
}

export interface OpenPart extends Part {
  readonly opened: Segment;
}

export function liveDocuments({ opened, deleted }: OpenPart): number {
  return opened.documents - (deleted === null ? 0 : count(deleted));
}

export function isDeleted({ deleted }: OpenPart, document: number): boolean {
  return deleted !== null && has(deleted, document);
}

/** The same part with more documents deleted. */
export function withDeleted(part: OpenPart, documents: readonly number[]): OpenPart {
  if (documents.length === 0) return part;
  const deleted = new Uint32Array(new SharedArrayBuffer(bitWords(part.opened.documents) * 4));
  if (part.deleted !== null) deleted.set(part.deleted);
  for (const document of documents) deleted[document >>> 5]! |= 1 << (document & 31);
  return { ...part, deleted };
}

export function bytesOf({ segment, lexicon, deleted }: Part): number {
  const columns = [...Object.values(segment), ...Object.values(lexicon)];
  return columns.reduce((sum, { byteLength }) => sum + byteLength, deleted?.byteLength ?? 0);
}
