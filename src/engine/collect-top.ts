import type { After } from "../domain/retrieval.ts";
import { compareIds } from "./compare-ids.ts";
import type { Segment } from "./segment.ts";
import { lowerBound } from "./strings.ts";
import { createTop } from "./top.ts";

/** Keys of documents are their scores, or field values turned so that higher comes first; identifier matches come above all. */
export const IDENTIFIED = 2 ** 24;

export interface TopOptions {
  readonly size: number;
  readonly collapse: boolean;
  /** Only what comes strictly after this place, as a key and an id. */
  readonly after: { readonly key: number; readonly id: string } | null;
}

export interface TopCollector {
  /** Documents with a lower key need not be added. */
  readonly floor: number;
  /** In ascending order of documents. */
  add(document: number, key: number): void;
  /** Best first. */
  finish(): { readonly keys: readonly number[]; readonly items: readonly number[] };
}

/** The best documents of a segment; ties by id. When collapsing, the best document of each group. */
export function collectTop(segment: Segment, { size, collapse, after }: TopOptions): TopCollector {
  const { idRanks, groupOf } = segment;
  const collapses = collapse && segment.groups.size < segment.documents;
  const top = createTop(size);
  const afterKey = after?.key ?? Infinity;
  const afterRank = after === null ? -1 : rankAfter(segment, after.id);
  let group = -1;
  let bestDocument = -1;
  let bestKey = 0;

  function offer(document: number, key: number): void {
    if (key < afterKey || (key === afterKey && idRanks[document]! >= afterRank))
      top.push(key, idRanks[document]!, document);
  }

  return {
    get floor() {
      return top.floor();
    },
    add(document, key) {
      if (!collapses) {
        offer(document, key);
        return;
      }
      if (groupOf[document] !== group) {
        if (group !== -1) offer(bestDocument, bestKey);
        group = groupOf[document]!;
      } else if (key < bestKey || (key === bestKey && idRanks[document]! > idRanks[bestDocument]!)) return;
      bestDocument = document;
      bestKey = key;
    },
    finish() {
      if (group !== -1) offer(bestDocument, bestKey);
      return top.drain();
    },
  };
}

/** @param sortSign null when sorting by relevance */
export function afterKey(after: After, sortSign: number | null): number {
  if (sortSign === null) return (after.value ?? 0) + (after.identifier === true ? IDENTIFIED : 0);
  return after.value === null ? -Infinity : after.value * sortSign;
}

/** Ranks from here on belong to ids above `id`. */
function rankAfter(segment: Segment, id: string): number {
  const rank = lowerBound(segment.ids, id, segment.idOrder);
  const found = segment.idOrder[rank];
  return found !== undefined && compareIds(segment.ids.at(found), id) === 0 ? rank + 1 : rank;
}
