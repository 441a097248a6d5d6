import type Database from "better-sqlite3";
import { hash } from "node:crypto";
import type { ProductChange, StoredProduct, WriteResult } from "../../ports/product-store.ts";
import type { CatalogTable } from "./catalog-table.ts";

/** A product as it crosses to the worker: made into JSON once, by the caller. */
export interface ProductRow {
  readonly id: string;
  /** Null when it is its own. */
  readonly group: string | null;
  readonly source: string;
}

export type RowWrite =
  | { readonly op: "put"; readonly row: ProductRow; readonly replaces?: number }
  | { readonly op: "delete"; readonly id: string };

export interface ProductTable {
  get(catalog: string, id: string): StoredProduct | null;
  find(catalog: string, ids: readonly string[]): (StoredProduct | null)[];
  changes(catalog: string, afterSequence: number, limit: number): ProductChange[];
  members(catalog: string, groups: readonly string[]): ProductChange[];
  /** To be called within a transaction. */
  write(catalog: string, writes: readonly RowWrite[]): WriteResult[];
}

export function productTable(db: Database.Database, catalogs: CatalogTable): ProductTable {
  const get = db.prepare<[number, string], StoredProduct>(
    `SELECT sequence, source FROM products JOIN documents USING (document) WHERE catalog = ? AND id = ?`,
  );
  const changes = db.prepare<[number, number, number], ProductChange>(
    `SELECT sequence, id, source FROM products LEFT JOIN documents USING (document)
     WHERE catalog = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const members = db.prepare<{ groups: string; catalog: number }, ProductChange>(
    `SELECT sequence, p.id, source FROM json_each(:groups) AS g
     CROSS JOIN products AS p ON catalog = :catalog AND group_id = g.value AND p.document IS NOT NULL
     JOIN documents USING (document)
     UNION ALL
     SELECT sequence, p.id, source FROM json_each(:groups) AS g
     CROSS JOIN products AS p ON catalog = :catalog AND p.id = g.value AND group_id IS NULL
     JOIN documents USING (document)
     ORDER BY sequence`,
  );
  const write = rowWriter(db);
  return {
    get: (catalog, id) => get.get(catalogs.find(catalog).id, id) ?? null,
    find: (catalog, ids) => {
      const key = catalogs.find(catalog).id;
      return ids.map((id) => get.get(key, id) ?? null);
    },
    changes: (catalog, after, limit) => changes.all(catalogs.find(catalog).id, after, limit),
    members: (catalog, groups) =>
      members.all({ groups: JSON.stringify([...new Set(groups)]), catalog: catalogs.find(catalog).id }),
    write: (catalog, writes) => {
      const { id, sequence, products } = catalogs.find(catalog);
      const counters = { sequence, products };
      const results = writes.map((each) => write(id, each, counters));
      if (counters.sequence !== sequence) catalogs.count(id, counters.sequence, counters.products);
      return results;
    },
  };
}

/** 132 bits of SHA-256: what tells a changed product from an unchanged one. As text, which costs half of a Buffer. */
export function contentHash(source: string): string {
  return hash("sha256", source, "base64").slice(0, 22);
}

interface Counters {
  sequence: number;
  products: number;
}

function rowWriter(db: Database.Database): (catalog: number, write: RowWrite, counters: Counters) => WriteResult {
  interface Current {
    sequence: number;
    hash: string;
    document: number | null;
  }
  const find = db.prepare<[number, string], Current>(
    "SELECT sequence, hash, document FROM products WHERE catalog = ? AND id = ?",
  );
  const addDocument = db.prepare<[string]>("INSERT INTO documents (source) VALUES (?)");
  const setDocument = db.prepare<[string, number]>("UPDATE documents SET source = ? WHERE document = ?");
  const dropDocument = db.prepare<[number]>("DELETE FROM documents WHERE document = ?");
  const put = db.prepare<[number, string, number, string | null, string, number | bigint]>(
    `INSERT INTO products (catalog, id, sequence, group_id, hash, document) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (catalog, id) DO UPDATE SET
       sequence = excluded.sequence, group_id = excluded.group_id, hash = excluded.hash, document = excluded.document`,
  );
  const bury = db.prepare<[number, number, string]>(
    "UPDATE products SET sequence = ?, hash = '', document = NULL WHERE catalog = ? AND id = ?",
  );

  return (catalog, write, counters) => {
    if (write.op === "delete") {
      const current = find.get(catalog, write.id);
      if (current === undefined || current.document === null) return "not_found";
      dropDocument.run(current.document);
      bury.run(++counters.sequence, catalog, write.id);
      counters.products--;
      return "deleted";
    }
    const { id, group, source } = write.row;
    const current = find.get(catalog, id);
    const document = current?.document ?? null;
    const version = document === null ? undefined : current?.sequence;
    if (write.replaces !== undefined && write.replaces !== version) return "conflict";
    const digest = contentHash(source);
    if (document !== null && current?.hash === digest) return "unchanged";
    if (document !== null) setDocument.run(source, document);
    else counters.products++;
    const kept = document ?? addDocument.run(source).lastInsertRowid;
    put.run(catalog, id, ++counters.sequence, group, digest, kept);
    return document === null ? "created" : "updated";
  };
}
