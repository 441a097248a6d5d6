import type { Columns } from "../domain/columns.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Bits } from "./bits.ts";
import { createSegmentFacts, type SegmentFacts } from "./read-facts.ts";
import { openStrings, type Strings } from "./strings.ts";
import { openTermTable } from "./term-table.ts";

/** A view of an immutable segment's columns; opening one costs no more than a few objects. */
export interface Segment {
  readonly columns: Columns;
  readonly documents: number;
  readonly ids: Strings;
  readonly idOrder: Uint32Array;
  readonly idRanks: Uint32Array;
  readonly groups: Strings;
  readonly groupOf: Uint32Array;
  readonly groupStarts: Uint32Array;
  readonly terms: Strings;
  readonly termOrdinal: (term: string) => number;
  readonly forward: Uint16Array;
  readonly forwardStarts: Uint32Array;
  readonly texts: ReadonlyMap<string, TextField>;
  readonly keywords: ReadonlyMap<string, KeywordField>;
  /** NaN where a document lacks it. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  source(document: number): string;
  sourceBytes(document: number): Uint8Array;
  readonly facts: SegmentFacts;
}

export interface TextField {
  readonly postings: Uint32Array;
  readonly postingStarts: Uint32Array;
  readonly codes: Uint16Array;
  readonly codeBits: number;
  /** Its place among the fields of the forward index. */
  readonly place: number;
  readonly lengths: Uint8Array;
  /** First posting of a long list → its documents; filled when first asked for. */
  readonly sets: Map<number, Bits>;
  readonly documents: number;
  readonly terms: number;
}

export interface KeywordField {
  readonly values: Strings;
  readonly starts: Uint32Array;
  readonly ordinals: Uint32Array;
  readonly documentStarts: Uint32Array;
  readonly documents: Uint32Array;
}

export function openSegment(mapping: CatalogMapping, columns: Columns): Segment {
  const u32 = (name: string) => columns[name] as Uint32Array;
  const bytes = columns["source.bytes"] as Uint8Array;
  const starts = u32("source.starts");
  const buffer = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  const segment = {
    columns,
    documents: u32("groupOf").length,
    ids: openStrings(columns, "id"),
    idOrder: u32("idOrder"),
    idRanks: u32("idRanks"),
    groups: openStrings(columns, "group"),
    groupOf: u32("groupOf"),
    groupStarts: u32("groupStarts"),
    terms: openStrings(columns, "term"),
    termOrdinal: openTermTable(columns),
    forward: columns["forward"] as Uint16Array,
    forwardStarts: u32("forwardStarts"),
    texts: new Map(mapping.text.map(({ name }, place) => [name, openText(columns, `text.${name}`, place)])),
    keywords: new Map(keywordColumns(mapping).map(({ name }) => [name, openKeyword(columns, `keyword.${name}`)])),
    numbers: new Map(mapping.numbers.map(({ name }) => [name, columns[`number.${name}`] as Float64Array])),
    source: (document: number) => buffer.toString("utf8", starts[document], starts[document + 1]),
    sourceBytes: (document: number) => bytes.subarray(starts[document], starts[document + 1]),
  };
  return { ...segment, facts: createSegmentFacts(mapping, segment) };
}

/** Keyword fields that have columns of their own: `id` and `group_id` are kept once, as `ids` and `groups`. */
export function keywordColumns(mapping: CatalogMapping) {
  return mapping.keywords.filter(({ name }) => name !== "id" && name !== "group_id");
}

function openText(columns: Columns, prefix: string, place: number): TextField {
  const u32 = (name: string) => columns[`${prefix}.${name}`] as Uint32Array;
  const stats = columns[`${prefix}.stats`] as Float64Array;
  return {
    postings: u32("postings"),
    postingStarts: u32("postingStarts"),
    codes: columns[`${prefix}.codes`] as Uint16Array,
    codeBits: u32("codeBits")[0]!,
    place,
    sets: new Map(),
    lengths: columns[`${prefix}.lengths`] as Uint8Array,
    documents: stats[0]!,
    terms: stats[1]!,
  };
}

function openKeyword(columns: Columns, prefix: string): KeywordField {
  const u32 = (name: string) => columns[`${prefix}.${name}`] as Uint32Array;
  return {
    values: openStrings(columns, `${prefix}.value`),
    starts: u32("starts"),
    ordinals: u32("ordinals"),
    documentStarts: u32("documentStarts"),
    documents: u32("documents"),
  };
}
