import type { Enrichment, EnrichmentStatus } from "../domain/enrichment.ts";

export interface EnrichmentFilter {
  readonly status?: EnrichmentStatus;
  readonly batch?: string;
  /** Those after this product, for the next page. */
  readonly after?: string;
  readonly limit: number;
}

/**
 * What models have written for products, one record a product.
 *
 * @throws WinnowError `storage_full`, `storage_failed`, `engine_unavailable`
 */
export interface EnrichmentStore {
  /** Durable when resolved. @returns false, and nothing is done, when the stored revision is not `revision - 1` */
  save(enrichment: Enrichment): Promise<boolean>;
  /** One a product, in order; seen as soon as `save` has resolved. */
  find(catalog: string, products: readonly string[]): Promise<readonly (Enrichment | null)[]>;
  /** By product, ascending; a page. */
  list(catalog: string, filter: EnrichmentFilter): Promise<readonly Enrichment[]>;
  count(catalog: string): Promise<Readonly<Record<EnrichmentStatus, number>>>;
}
