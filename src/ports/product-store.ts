import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";

export interface CatalogInfo {
  readonly name: string;
  readonly products: number;
  /** Grows by one with each changed product; the index follows it. */
  readonly sequence: number;
  /** Grows with each new mapping; an index made by another one is rebuilt. */
  readonly mappingVersion: number;
}

export type ProductWrite =
  /**
   * @property replaces the sequence of the stored version this one was made from; when another has come since, the
   * result is `conflict` and nothing is written. Absent writes in any case.
   */
  | { readonly op: "put"; readonly product: Product; readonly replaces?: number }
  | { readonly op: "delete"; readonly id: string };

export type WriteResult = "created" | "updated" | "unchanged" | "deleted" | "not_found" | "conflict";

export interface StoredProduct {
  readonly sequence: number;
  /** The product as JSON. */
  readonly source: string;
}

export interface ProductChange {
  readonly sequence: number;
  readonly id: string;
  /** The product as JSON; null when it was deleted. */
  readonly source: string | null;
}

export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
}

/** Products of one import, invisible until `commit`, which shows them all at once. */
export interface ImportSession extends AsyncDisposable {
  /** Durable when resolved. A later product with an id seen before in this session replaces it. */
  stage(products: readonly Product[]): Promise<void>;
  /**
   * Swaps atomically.
   * @param keepMissing true leaves products that are not in this import; false deletes them
   */
  commit(keepMissing: boolean): Promise<ImportCounts>;
}

/**
 * The durable record of products. What a call has resolved survives kill -9 and power loss.
 *
 * @throws WinnowError `catalog_not_found`, `storage_full`, `storage_failed`
 */
export interface ProductStore extends AsyncDisposable {
  catalogs(): Promise<readonly CatalogInfo[]>;
  catalog(name: string): Promise<CatalogInfo>;
  /** Creates it, or gives it a new mapping. */
  defineCatalog(name: string, mapping: CatalogMapping): Promise<CatalogInfo>;
  /** Has every index of it built anew, by the mapping it has: the mapping version moves. Searches go on meanwhile. */
  rebuildCatalog(name: string): Promise<CatalogInfo>;
  dropCatalog(name: string): Promise<void>;
  mapping(name: string): Promise<CatalogMapping>;
  get(catalog: string, id: string): Promise<StoredProduct | null>;
  /** One round trip; one an id, in order. */
  find(catalog: string, ids: readonly string[]): Promise<readonly (StoredProduct | null)[]>;
  /** One transaction; an outcome for each write, in order. */
  write(catalog: string, writes: readonly ProductWrite[]): Promise<readonly WriteResult[]>;
  openImport(catalog: string): Promise<ImportSession>;
  /** Changes after `sequence`, oldest first, one a product (its latest). */
  changes(catalog: string, afterSequence: number, limit: number): Promise<readonly ProductChange[]>;
  /** The products of these groups. */
  members(catalog: string, groups: readonly string[]): Promise<readonly ProductChange[]>;
}
