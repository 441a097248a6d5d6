import type { Column, Columns } from "../domain/columns.ts";
import type { AnalyzedDocument } from "../domain/document.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import { compareIds } from "./compare-ids.ts";
import { readForward } from "./forward.ts";
import { packGroups } from "./pack-groups.ts";
import { createKeywordColumn, packKeywords } from "./pack-keywords.ts";
import { packSources } from "./pack-sources.ts";
import { createTextColumn, packTexts } from "./pack-texts.ts";
import { GrowingF64 } from "./growing.ts";
import { keywordColumns, type Segment } from "./segment.ts";
import { shared } from "./shared.ts";
import { packStrings } from "./strings.ts";

export interface SegmentBuilder {
  /** How many were added, those taken back included. */
  readonly size: number;
  /** @returns its number, for `takeBack` */
  add(analyzed: AnalyzedDocument): number;
  takeBack(added: number): void;
  /** Copies a document of an older segment, without analysing it again. */
  copy(segment: Segment, document: number): void;
  /** All that was added, as an immutable segment: documents by group, then id. Ids must be distinct. Call it once. */
  finish(): Columns;
}

export function createSegmentBuilder(mapping: CatalogMapping): SegmentBuilder {
  const ids: string[] = [];
  const takenBack = new Set<number>();
  const groups: string[] = [];
  const sources: (string | Uint8Array)[] = [];
  const terms = new Map<string, number>();
  const texts = mapping.text.map(({ name }) => createTextColumn(name, terms));
  const keywords = keywordColumns(mapping).map(({ name }) => createKeywordColumn(name));
  const numbers = mapping.numbers.map(({ name }) => ({ name, values: new GrowingF64() }));
  return {
    get size() {
      return ids.length;
    },
    add({ document, terms: analyzed }) {
      ids.push(document.id);
      groups.push(document.group);
      sources.push(document.source);
      for (const text of texts) text.add(analyzed[text.name] ?? []);
      for (const keyword of keywords) keyword.add(document.keywords[keyword.name] ?? []);
      for (const { name, values } of numbers) values.push(document.numbers[name] ?? NaN);
      return ids.length - 1;
    },
    takeBack(added) {
      takenBack.add(added);
    },
    copy(segment, document) {
      ids.push(segment.ids.at(document));
      groups.push(segment.groups.at(segment.groupOf[document]!));
      sources.push(segment.sourceBytes(document));
      const terms = readForward(segment, document);
      for (const [i, text] of texts.entries()) text.copy(segment, terms[i]!);
      for (const keyword of keywords) keyword.copy(segment, document);
      for (const { name, values } of numbers) values.push(segment.numbers.get(name)![document]!);
    },
    finish() {
      const order = orderByGroup(groups, ids).filter((added) => !takenBack.has(added));
      const columns: Record<string, Column> = {
        ...packStrings(
          "id",
          Array.from(order, (document) => ids[document]!),
        ),
        ...packGroups(order, groups, ids),
        ...packSources(order, sources),
        ...packTexts(order, texts, terms),
      };
      for (const keyword of keywords) Object.assign(columns, packKeywords(order, keyword));
      for (const { name, values } of numbers) columns[`number.${name}`] = permuted(order, values.view());
      return columns;
    },
  };
}

function orderByGroup(groups: readonly string[], ids: readonly string[]): Uint32Array {
  const order = Array.from(ids, (_, i) => i);
  order.sort((a, b) => compareIds(groups[a]!, groups[b]!) || compareIds(ids[a]!, ids[b]!));
  return Uint32Array.from(order);
}

function permuted(order: Uint32Array, values: Float64Array): Float64Array {
  const result = shared.f64(order.length);
  for (let i = 0; i < order.length; i++) result[i] = values[order[i]!]!;
  return result;
}
