import type { Column } from "../domain/columns.ts";
import { compareIds } from "./compare-ids.ts";
import { GrowingU32 } from "./growing.ts";
import type { Segment } from "./segment.ts";
import { shared } from "./shared.ts";
import { packStrings } from "./strings.ts";

export interface KeywordColumn {
  readonly name: string;
  readonly values: ReadonlyMap<string, number>;
  /** Document → its distinct values, one after the other; `ends` where each document's end. */
  readonly items: GrowingU32;
  readonly ends: GrowingU32;
  add(values: readonly string[]): void;
  copy(segment: Segment, document: number): void;
}

export function createKeywordColumn(name: string): KeywordColumn {
  const values = new Map<string, number>();
  const items = new GrowingU32();
  const ends = new GrowingU32();
  const known = new WeakMap<Segment, Map<number, number>>();
  const intern = (value: string) => {
    const found = values.get(value);
    if (found !== undefined) return found;
    values.set(value, values.size);
    return values.size - 1;
  };
  return {
    name,
    values,
    items,
    ends,
    add(own) {
      for (const value of own.length > 1 ? new Set(own) : own) items.push(intern(value));
      ends.push(items.length);
    },
    copy(segment, document) {
      const field = segment.keywords.get(name)!;
      const translated = known.get(segment) ?? new Map<number, number>();
      known.set(segment, translated);
      for (let i = field.starts[document]!; i < field.starts[document + 1]!; i++) {
        const ordinal = field.ordinals[i]!;
        let value = translated.get(ordinal);
        if (value === undefined) translated.set(ordinal, (value = intern(field.values.at(ordinal))));
        items.push(value);
      }
      ends.push(items.length);
    },
  };
}

/**
 * `keyword.NAME.*`: the values ascending (`value`), document → ordinals (`starts`, `ordinals`) and ordinal →
 * documents (`documentStarts`, `documents`).
 */
export function packKeywords(order: Uint32Array, column: KeywordColumn): Record<string, Column> {
  const values = [...column.values.keys()];
  const sorted = values.map((_, i) => i).sort((a, b) => compareIds(values[a]!, values[b]!));
  const ordinalOf = new Uint32Array(values.length);
  for (let ordinal = 0; ordinal < sorted.length; ordinal++) ordinalOf[sorted[ordinal]!] = ordinal;

  const [items, ends] = [column.items.view(), column.ends.view()];
  const starts = shared.u32(order.length + 1);
  const ordinals = shared.u32(items.length);
  const documentStarts = shared.u32(values.length + 1);
  let filled = 0;
  for (let i = 0; i < order.length; i++) {
    const from = order[i] === 0 ? 0 : ends[order[i]! - 1]!;
    for (let item = from; item < ends[order[i]!]!; item++) {
      const ordinal = ordinalOf[items[item]!]!;
      ordinals[filled++] = ordinal;
      documentStarts[ordinal + 1]!++;
    }
    ordinals.subarray(starts[i], filled).sort();
    starts[i + 1] = filled;
  }
  for (let ordinal = 0; ordinal < values.length; ordinal++) documentStarts[ordinal + 1]! += documentStarts[ordinal]!;
  const documents = shared.u32(items.length);
  const next = documentStarts.slice();
  for (let i = 0; i < order.length; i++)
    for (let item = starts[i]!; item < starts[i + 1]!; item++) documents[next[ordinals[item]!]!++] = i;

  const prefix = `keyword.${column.name}`;
  return {
    ...packStrings(
      `${prefix}.value`,
      sorted.map((i) => values[i]!),
    ),
    [`${prefix}.starts`]: starts,
    [`${prefix}.ordinals`]: ordinals,
    [`${prefix}.documentStarts`]: documentStarts,
    [`${prefix}.documents`]: documents,
  };
}
