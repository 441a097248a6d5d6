import type Database from "better-sqlite3";
import type { Enrichment, EnrichmentStatus } from "../../domain/enrichment.ts";
import type { EnrichmentFilter } from "../../ports/enrichment-store.ts";

/** What models have written for products: one record a product, changed by compare and set on its revision. */
export interface EnrichmentTable {
  saveEnrichment(enrichment: Enrichment): boolean;
  findEnrichments(catalog: string, products: readonly string[]): (Enrichment | null)[];
  enrichments(catalog: string, filter: EnrichmentFilter): Enrichment[];
  countEnrichments(catalog: string): Record<EnrichmentStatus, number>;
}

export function enrichmentTable(db: Database.Database): EnrichmentTable {
  interface Row {
    record: string;
  }
  interface Saved {
    catalog: string;
    product: string;
    status: string;
    batch: string;
    revision: number;
    record: string;
  }
  const insert = db.prepare<Saved>(
    `INSERT INTO enrichments (catalog, product, status, batch, revision, record)
     VALUES (:catalog, :product, :status, :batch, :revision, :record) ON CONFLICT DO NOTHING`,
  );
  const update = db.prepare<Saved>(
    `UPDATE enrichments SET status = :status, batch = :batch, revision = :revision, record = :record
     WHERE catalog = :catalog AND product = :product AND revision = :revision - 1`,
  );
  const find = db.prepare<[string, string], Row>("SELECT record FROM enrichments WHERE catalog = ? AND product = ?");
  // A statement for each set of filters, so that each has its index.
  const lists = [false, true].map((byStatus) =>
    [false, true].map((byBatch) =>
      db.prepare<{ catalog: string; after: string; limit: number; status?: string; batch?: string }, Row>(
        `SELECT record FROM enrichments WHERE catalog = :catalog AND product > :after
         ${byStatus ? "AND status = :status" : ""} ${byBatch ? "AND batch = :batch" : ""}
         ORDER BY product LIMIT :limit`,
      ),
    ),
  );
  const count = db.prepare<[string], { status: EnrichmentStatus; n: number }>(
    "SELECT status, count(*) AS n FROM enrichments WHERE catalog = ? GROUP BY status",
  );

  // Written by this very program in this shape.
  const toRecord = (row: Row | undefined): Enrichment | null =>
    row === undefined ? null : (JSON.parse(row.record) as Enrichment);
  return {
    saveEnrichment: (enrichment) => {
      const { catalog, product, status, revision } = enrichment;
      const { batch } = enrichment.provenance;
      const row = { catalog, product, status, batch, revision, record: JSON.stringify(enrichment) };
      return (revision === 1 ? insert : update).run(row).changes > 0;
    },
    findEnrichments: (catalog, products) => products.map((product) => toRecord(find.get(catalog, product))),
    enrichments: (catalog, filter) => {
      const list = lists[filter.status === undefined ? 0 : 1]![filter.batch === undefined ? 0 : 1]!;
      // A product's id is never empty.
      return list.all({ after: "", ...filter, catalog }).map((row) => toRecord(row)!);
    },
    countEnrichments: (catalog) => ({
      ...{ proposed: 0, applied: 0, refused: 0, reverted: 0 },
      ...Object.fromEntries(count.all(catalog).map(({ status, n }) => [status, n])),
    }),
  };
}
