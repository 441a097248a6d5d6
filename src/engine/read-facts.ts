import type { CatalogMapping } from "../domain/mapping.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import { factsReader } from "../text/read-facts.ts";
import { END, WIDE } from "./forward.ts";
import type { Strings } from "./strings.ts";

/** Facts of one segment's documents, read when first asked for. A segment never changes, so neither do they. */
export type SegmentFacts = (document: number) => ProductFacts;

/** What of a segment they are read from. */
interface Sources {
  readonly forward: Uint16Array;
  readonly forwardStarts: Uint32Array;
  readonly terms: Strings;
  source(document: number): string;
}

export function createSegmentFacts(mapping: CatalogMapping, segment: Sources): SegmentFacts {
  let young = new Map<number, ProductFacts>();
  let old = young;
  let words = new Map<number, string>();

  function word(ordinal: number): string {
    let found = words.get(ordinal);
    if (found !== undefined) return found;
    if (words.size >= MOST_WORDS) words = new Map();
    words.set(ordinal, (found = segment.terms.at(ordinal)));
    return found;
  }

  function read(document: number): ProductFacts {
    const reader = factsReader(mapping);
    const place = mapping.text.findIndex(({ name }) => name === reader.titleField);
    const terms = place === -1 ? [] : forwardTerms(segment, document, place).map(word);
    return reader.read(segment.source(document), terms);
  }

  return (document) => {
    let facts = young.get(document);
    if (facts !== undefined) return facts;
    if (young.size >= MOST_KEPT) [old, young] = [young, new Map<number, ProductFacts>()];
    facts = old.get(document) ?? read(document);
    young.set(document, facts);
    return facts;
  };
}

/** Some 500 bytes each; what was not asked for while so many others were is read again. */
const MOST_KEPT = 60_000;
const MOST_WORDS = 100_000;

/** Ordinals of one field's terms. */
function forwardTerms({ forward, forwardStarts }: Sources, document: number, place: number): number[] {
  const ordinals: number[] = [];
  let field = 0;
  for (let i = forwardStarts[document]!; i < forwardStarts[document + 1]!; i++) {
    const unit = forward[i]!;
    if (unit === END) {
      if (field === place) break;
      field++;
    } else if (unit === WIDE) {
      if (field === place) ordinals.push(forward[i + 1]! * 0x10000 + forward[i + 2]!);
      i += 2;
    } else if (field === place) ordinals.push(unit);
  }
  return ordinals;
}
