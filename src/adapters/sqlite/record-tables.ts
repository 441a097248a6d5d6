import type Database from "better-sqlite3";
import { randomBytes } from "node:crypto";
import type { ImportRecord } from "../../ports/import-log.ts";
import type { KeyRecord } from "../../ports/key-store.ts";

/** Small records kept as JSON beside the columns they are found by. */
export interface RecordTables {
  insertKey(record: KeyRecord): void;
  keys(): KeyRecord[];
  removeKey(id: string): boolean;
  /** Made when it is asked for first. */
  secret(name: string): string;
  saveImport(record: ImportRecord): void;
  findImport(id: string): ImportRecord | null;
  findImportByKey(catalog: string, idempotencyKey: string): ImportRecord | null;
  imports(catalog: string, limit: number): ImportRecord[];
}

export function recordTables(db: Database.Database): RecordTables {
  interface Row {
    record: string;
  }
  const insertKey = db.prepare<[string, number, string]>(
    "INSERT INTO keys (id, created_at_ms, record) VALUES (?, ?, ?)",
  );
  const keys = db.prepare<[], Row>("SELECT record FROM keys ORDER BY created_at_ms, id");
  const removeKey = db.prepare<[string]>("DELETE FROM keys WHERE id = ?");
  const makeSecret = db.prepare<[string, string]>(
    "INSERT INTO secrets (name, secret) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
  );
  const secret = db.prepare<[string], { secret: string }>("SELECT secret FROM secrets WHERE name = ?");
  const saveImport = db.prepare<[string, string, string | null, number, string]>(
    `INSERT INTO imports (id, catalog, idempotency_key, started_at_ms, record) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET catalog = excluded.catalog, idempotency_key = excluded.idempotency_key,
       started_at_ms = excluded.started_at_ms, record = excluded.record`,
  );
  const findImport = db.prepare<[string], Row>("SELECT record FROM imports WHERE id = ?");
  const findByKey = db.prepare<[string, string], Row>(
    "SELECT record FROM imports WHERE catalog = ? AND idempotency_key = ?",
  );
  const imports = db.prepare<[string, number], Row>(
    "SELECT record FROM imports WHERE catalog = ? ORDER BY started_at_ms DESC, id DESC LIMIT ?",
  );

  // Written by this very program in these shapes.
  const toKey = (row: Row): KeyRecord => JSON.parse(row.record) as KeyRecord;
  const toImport = (row: Row): ImportRecord => JSON.parse(row.record) as ImportRecord;
  const toFound = (row: Row | undefined): ImportRecord | null => (row === undefined ? null : toImport(row));
  return {
    insertKey: (record) => void insertKey.run(record.id, record.createdAtMs, JSON.stringify(record)),
    keys: () => keys.all().map(toKey),
    removeKey: (id) => removeKey.run(id).changes > 0,
    secret: (name) => {
      makeSecret.run(name, randomBytes(32).toString("base64url"));
      return secret.get(name)!.secret;
    },
    saveImport: (record) =>
      void saveImport.run(record.id, record.catalog, record.idempotencyKey, record.startedAtMs, JSON.stringify(record)),
    findImport: (id) => toFound(findImport.get(id)),
    findImportByKey: (catalog, key) => toFound(findByKey.get(catalog, key)),
    imports: (catalog, limit) => imports.all(catalog, limit).map(toImport),
  };
}
