import type { Enrichment, EnrichmentStatus } from "../../domain/enrichment.ts";
import type { EnrichmentFilter, EnrichmentStore } from "../../ports/enrichment-store.ts";
import type { Records } from "./records.ts";

/** Records whose ids are in the order of products, found by status; changed by compare and set on their version. */
export function createEnrichmentStore(records: Records): EnrichmentStore {
  const idOf = (catalog: string, product: string): string => `${catalog}/${product}`;

  async function* pages(catalog: string, { status, after, limit }: EnrichmentFilter) {
    const where = { catalog, ...(status !== undefined && { key: status }) };
    const size = Math.min(1000, limit);
    for (let from = after === undefined ? null : idOf(catalog, after); ;) {
      const page = await records.page<Enrichment>("enrichment", where, from, size);
      yield page;
      if (page.length < size) return;
      from = idOf(catalog, page.at(-1)!.product);
    }
  }

  return {
    async save(enrichment) {
      const { catalog, product, status, revision, updatedAtMs: atMs } = enrichment;
      const id = idOf(catalog, product);
      const found = await records.get<Enrichment>("enrichment", id);
      if ((found?.record.revision ?? 0) !== revision - 1) return false;
      const over = found === null ? "nothing" : found.version;
      // Lists are refreshed before they are read: a run writes many and lists none.
      return await records.put("enrichment", id, enrichment, { catalog, key: status, atMs, over, visible: false });
    },
    find: (catalog, products) => records.many<Enrichment>("enrichment", products.map((product) => idOf(catalog, product))), // prettier-ignore
    async list(catalog, filter) {
      const found: Enrichment[] = [];
      for await (const page of pages(catalog, filter)) {
        found.push(...page.filter(({ provenance }) => filter.batch === undefined || provenance.batch === filter.batch));
        if (found.length >= filter.limit) break;
      }
      return found.slice(0, filter.limit);
    },
    async count(catalog) {
      const count = async (status: EnrichmentStatus) => await records.count("enrichment", { catalog, key: status });
      return {
        proposed: await count("proposed"),
        applied: await count("applied"),
        refused: await count("refused"),
        reverted: await count("reverted"),
      };
    },
  };
}
