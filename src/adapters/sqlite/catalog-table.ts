import type Database from "better-sqlite3";
import { WinnowError } from "../../domain/errors.ts";
import type { CatalogInfo } from "../../ports/product-store.ts";

/** A catalogue's row; `id` is the key the other tables refer to. */
export interface CatalogRow extends CatalogInfo {
  readonly id: number;
}

export interface CatalogTable {
  list(): CatalogInfo[];
  /** @throws WinnowError `catalog_not_found` */
  find(name: string): CatalogRow;
  /** @throws WinnowError `catalog_not_found` */
  info(name: string): CatalogInfo;
  /** @throws WinnowError `catalog_not_found` */
  mapping(name: string): string;
  /** Creates it, or gives it this mapping; the same mapping again changes nothing. */
  define(name: string, mapping: string): CatalogInfo;
  rebuild(name: string): CatalogInfo;
  /** Keeps the counters that the products' changes have moved. */
  count(id: number, sequence: number, products: number): void;
  drop(name: string): void;
}

export function catalogTable(db: Database.Database): CatalogTable {
  const columns = "id, name, products, sequence, mapping_version AS mappingVersion";
  const all = db.prepare<[], CatalogRow>(`SELECT ${columns} FROM catalogs ORDER BY name`);
  const byName = db.prepare<[string], CatalogRow>(`SELECT ${columns} FROM catalogs WHERE name = ?`);
  const mappingOf = db.prepare<[string], { mapping: string }>("SELECT mapping FROM catalogs WHERE name = ?");
  const nextVersion = db.prepare("INSERT INTO mapping_versions DEFAULT VALUES");
  const insert = db.prepare<[string, string, number | bigint]>(
    "INSERT INTO catalogs (name, mapping, mapping_version) VALUES (?, ?, ?)",
  );
  const update = db.prepare<[string, number | bigint, string]>(
    "UPDATE catalogs SET mapping = ?, mapping_version = ? WHERE name = ?",
  );
  const setCounts = db.prepare<[number, number, number]>("UPDATE catalogs SET sequence = ?, products = ? WHERE id = ?");
  const dropping = [
    `DELETE FROM documents WHERE document IN (
       SELECT document FROM staged JOIN import_sessions USING (session) WHERE catalog = ?)`,
    "DELETE FROM staged WHERE session IN (SELECT session FROM import_sessions WHERE catalog = ?)",
    "DELETE FROM import_sessions WHERE catalog = ?",
    "DELETE FROM documents WHERE document IN (SELECT document FROM products WHERE catalog = ?)",
    "DELETE FROM products WHERE catalog = ?",
    "DELETE FROM catalogs WHERE id = ?",
  ].map((sql) => db.prepare<[number]>(sql));

  const find = (name: string): CatalogRow => {
    const row = byName.get(name);
    if (row === undefined) throw notFound(name, all.all());
    return row;
  };
  return {
    list: () => all.all().map(info),
    find,
    info: (name) => info(find(name)),
    mapping: (name) => {
      const row = mappingOf.get(name);
      if (row === undefined) throw notFound(name, all.all());
      return row.mapping;
    },
    define: (name, mapping) => {
      const before = mappingOf.get(name);
      if (before === undefined) insert.run(name, mapping, nextVersion.run().lastInsertRowid);
      else if (before.mapping !== mapping) update.run(mapping, nextVersion.run().lastInsertRowid, name);
      return info(find(name));
    },
    rebuild: (name) => {
      find(name);
      update.run(mappingOf.get(name)!.mapping, nextVersion.run().lastInsertRowid, name);
      return info(find(name));
    },
    count: (id, sequence, products) => setCounts.run(sequence, products, id),
    drop: (name) => {
      const { id } = find(name);
      for (const statement of dropping) statement.run(id);
    },
  };
}

function info({ name, products, sequence, mappingVersion }: CatalogRow): CatalogInfo {
  return { name, products, sequence, mappingVersion };
}

function notFound(name: string, catalogs: readonly CatalogInfo[]): WinnowError {
  return new WinnowError("catalog_not_found", `there is no catalogue named ${JSON.stringify(name)}`, {
    hint: catalogs.length === 0 ? "Import one first." : `There is ${catalogs.map((c) => c.name).join(", ")}.`,
  });
}
