import { LRUCache } from "lru-cache";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { ProductFacts } from "../../domain/product-facts.ts";
import { factsReader } from "../../text/read-facts.ts";

/** Products whose facts are kept, a mapping: analysing a title takes longer than comparing its JSON with what was read. */
const MOST_KEPT = 100_000;

interface Kept {
  readonly source: string;
  readonly facts: ProductFacts;
}

const byMapping = new WeakMap<CatalogMapping, LRUCache<string, Kept>>();

/** What ranking knows of a product, kept for as long as its JSON is the same. */
export function keptFacts(id: string, source: string, mapping: CatalogMapping): ProductFacts {
  let kept = byMapping.get(mapping);
  if (kept === undefined) byMapping.set(mapping, (kept = new LRUCache<string, Kept>({ max: MOST_KEPT })));
  const known = kept.get(id);
  if (known?.source === source) return known.facts;
  const facts = factsReader(mapping).read(source);
  kept.set(id, { source, facts });
  return facts;
}
