import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import { findDocument, findGroup } from "../../engine/find-documents.ts";
import { createSegmentBuilder } from "../../engine/segment-builder.ts";
import { openSegment } from "../../engine/segment.ts";
import type { ProductChange } from "../../ports/product-store.ts";
import { analyzeDocument, createAnalyzers } from "../../text/analyze-document.ts";
import { createLexiconBuilder } from "../../text/lexicon/lexicon-builder.ts";
import { toDocument } from "../../text/to-document.ts";
import { copyDocument } from "./merge-parts.ts";
import { isDeleted, liveDocuments, type OpenPart, type Part, withDeleted } from "./parts.ts";

/** Turns changes of the store into parts of an index. Changes show all at once, by `commit`. */
export interface IndexWriter {
  readonly parts: readonly OpenPart[];
  /** Takes changes in, not yet visible. A later change of a product replaces an earlier one. */
  add(changes: readonly ProductChange[]): void;
  /** Puts them in a part of their own, with the other members of their groups, which leave their older parts. */
  commit(): void;
  /** Puts one part in the place of those it was merged from, with what was deleted in them since. */
  replace(inputs: readonly Part[], merged: Part): void;
}

export function createIndexWriter(mapping: CatalogMapping, initial: readonly Part[]): IndexWriter {
  const analyzers = createAnalyzers(mapping);
  let parts = initial.filter(hasDocuments).map(open);
  let batch = openBatch(mapping);
  let lastKey = parts.reduce((highest, { key }) => Math.max(highest, key), 0);

  function open(part: Part): OpenPart {
    return { ...part, opened: openSegment(mapping, part.segment) };
  }

  return {
    get parts() {
      return parts;
    },
    add(changes) {
      for (const { id, source } of changes) {
        const earlier = batch.added.get(id);
        if (earlier != null) batch.segment.takeBack(earlier);
        batch.added.set(id, null);
        if (source === null) continue;
        const analyzed = analyzeDocument({ ...toDocument(JSON.parse(source) as Product, mapping), source }, analyzers);
        batch.groups.add(analyzed.document.group);
        batch.added.set(id, batch.segment.add(analyzed));
        batch.lexicon.add(analyzed);
      }
    },
    commit() {
      const { added, groups, segment, lexicon } = batch;
      parts = parts.map((part) => {
        const gone: number[] = [];
        for (const id of added.keys()) {
          const document = findDocument(part.opened, id);
          if (document !== -1 && !isDeleted(part, document)) gone.push(document);
        }
        const changed = new Set(gone);
        for (const group of groups) {
          const [from, to] = findGroup(part.opened, group);
          for (let document = from; document < to; document++) {
            if (changed.has(document) || isDeleted(part, document)) continue;
            copyDocument(part.opened, document, mapping, segment, lexicon);
            gone.push(document);
          }
        }
        return withDeleted(part, gone);
      });
      const made = { key: ++lastKey, segment: segment.finish(), lexicon: lexicon.finish(), deleted: null };
      parts = [...parts, ...(hasDocuments(made) ? [open(made)] : [])].filter((part) => liveDocuments(part) > 0);
      batch = openBatch(mapping);
    },
    replace(inputs, merged) {
      const target = open(merged);
      const gone: number[] = [];
      for (const input of inputs) {
        const now = parts.find(({ key }) => key === input.key);
        const before = open(input);
        for (let document = 0; document < before.opened.documents; document++) {
          if (isDeleted(before, document) || (now !== undefined && !isDeleted(now, document))) continue;
          gone.push(findDocument(target.opened, before.opened.ids.at(document)));
        }
      }
      const keys = new Set(inputs.map(({ key }) => key));
      const others = parts.filter(({ key }) => !keys.has(key));
      parts = [withDeleted({ ...target, key: ++lastKey }, gone), ...others].filter((p) => liveDocuments(p) > 0);
    },
  };
}

function openBatch(mapping: CatalogMapping) {
  return {
    /** Changed product → its number in the builder, null when it was deleted. */
    added: new Map<string, number | null>(),
    groups: new Set<string>(),
    segment: createSegmentBuilder(mapping),
    lexicon: createLexiconBuilder(mapping),
  };
}

function hasDocuments({ segment }: Pick<Part, "segment">): boolean {
  return segment["groupOf"]!.length > 0;
}
