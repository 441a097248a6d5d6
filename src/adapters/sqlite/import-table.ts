import type Database from "better-sqlite3";
import { WinnowError } from "../../domain/errors.ts";
import type { ImportCounts } from "../../ports/product-store.ts";
import type { CatalogTable } from "./catalog-table.ts";
import { contentHash, type ProductRow } from "./product-table.ts";

export interface ImportTable {
  /** A new session's number. */
  open(catalog: string, nowMs: number): number;
  /** To be called within a transaction. */
  stage(session: number, rows: readonly ProductRow[], nowMs: number): void;
  /** To be called within a transaction. */
  commit(session: number, keepMissing: boolean): ImportCounts;
  /** Forgets a session and what it staged; one that is not there is no error. */
  discard(session: number): void;
  /** Sessions whose process has died. */
  abandoned(nowMs: number): number[];
}

/** A session that another machine opened and has not touched for so long is taken for dead. */
const FOREIGN_SESSION_MS = 24 * 3600_000;

/** Who holds a session: a process id alone comes back after a restart, in a container nearly always as 1. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Drawn once a process. */
  readonly token: string;
}

interface SessionRow extends Owner {
  readonly session: number;
  readonly touchedAtMs: number;
}

export function importTable(db: Database.Database, catalogs: CatalogTable, owner: Owner): ImportTable {
  const open = db.prepare<Owner & { catalog: number; nowMs: number }>(
    `INSERT INTO import_sessions (catalog, host, pid, token, touched_at_ms)
     VALUES (:catalog, :host, :pid, :token, :nowMs)`,
  );
  const touch = db.prepare<[number, number]>("UPDATE import_sessions SET touched_at_ms = ? WHERE session = ?");
  const sessions = db.prepare<[], SessionRow>(
    "SELECT session, host, pid, token, touched_at_ms AS touchedAtMs FROM import_sessions",
  );
  const nameOf = db.prepare<[number], { name: string }>(
    "SELECT name FROM import_sessions JOIN catalogs ON catalogs.id = catalog WHERE session = ?",
  );
  const addDocument = db.prepare<[string]>("INSERT INTO documents (source) VALUES (?)");
  const setDocument = db.prepare<[string, number]>("UPDATE documents SET source = ? WHERE document = ?");
  const add = db.prepare<[number, string, string, Buffer, number | bigint]>(
    "INSERT OR IGNORE INTO staged (session, id, group_id, hash, document) VALUES (?, ?, ?, ?, ?)",
  );
  const again = db.prepare<[string, Buffer, number, string], { document: number }>(
    "UPDATE staged SET group_id = ?, hash = ? WHERE session = ? AND id = ? RETURNING document",
  );
  const dropDocument = db.prepare<[number | bigint]>("DELETE FROM documents WHERE document = ?");
  const discard = [
    "DELETE FROM documents WHERE document IN (SELECT document FROM staged WHERE session = ?)",
    "DELETE FROM staged WHERE session = ?",
    "DELETE FROM import_sessions WHERE session = ?",
  ].map((sql) => db.prepare<[number]>(sql));
  const commit = committer(db, catalogs);

  const stageRow = (session: number, { id, group, source }: ProductRow): void => {
    const digest = contentHash(source);
    const document = addDocument.run(source).lastInsertRowid;
    if (add.run(session, id, group, digest, document).changes === 1) return;
    dropDocument.run(document);
    setDocument.run(source, again.get(group, digest, session, id)!.document);
  };
  return {
    open: (catalog, nowMs) => Number(open.run({ ...owner, catalog: catalogs.find(catalog).id, nowMs }).lastInsertRowid),
    stage: (session, rows, nowMs) => {
      if (touch.run(nowMs, session).changes === 0) throw gone();
      for (const row of rows) stageRow(session, row);
    },
    commit: (session, keepMissing) => {
      const name = nameOf.get(session)?.name;
      if (name === undefined) throw gone();
      return commit(session, name, keepMissing);
    },
    discard: (session) => {
      for (const statement of discard) statement.run(session);
    },
    abandoned: (nowMs) =>
      sessions
        .all()
        .filter((each) => isAbandoned(each, owner, nowMs))
        .map((each) => each.session),
  };
}

/** The swap: a few statements over small rows, whatever the size of the products. */
function committer(
  db: Database.Database,
  catalogs: CatalogTable,
): (session: number, catalog: string, keepMissing: boolean) => ImportCounts {
  interface Ids {
    session: number;
    catalog: number;
  }
  const live = "products AS p ON p.catalog = :catalog AND p.id = s.id AND p.document IS NOT NULL";
  const counts = db.prepare<Ids, { staged: number; known: number; unchanged: number }>(
    `SELECT count(*) AS staged, count(p.id) AS known, coalesce(sum(p.hash = s.hash), 0) AS unchanged
     FROM staged AS s LEFT JOIN ${live} WHERE s.session = :session`,
  );
  const dropUnchanged = db.prepare<Ids>(
    `DELETE FROM documents WHERE document IN (
       SELECT s.document FROM staged AS s JOIN ${live} WHERE s.session = :session AND p.hash = s.hash)`,
  );
  const dropReplaced = db.prepare<Ids>(
    `DELETE FROM documents WHERE document IN (
       SELECT p.document FROM staged AS s JOIN ${live} WHERE s.session = :session AND p.hash <> s.hash)`,
  );
  const put = db.prepare<Ids & { sequence: number }>(
    `INSERT INTO products (catalog, id, sequence, group_id, hash, document)
     SELECT :catalog, s.id, :sequence + row_number() OVER (ORDER BY s.document), s.group_id, s.hash, s.document
     FROM staged AS s LEFT JOIN ${live} WHERE s.session = :session AND (p.id IS NULL OR p.hash <> s.hash)
     ON CONFLICT (catalog, id) DO UPDATE SET
       sequence = excluded.sequence, group_id = excluded.group_id, hash = excluded.hash, document = excluded.document`,
  );
  db.exec(
    "CREATE TEMP TABLE IF NOT EXISTS missing (id TEXT PRIMARY KEY, number INTEGER, document INTEGER) WITHOUT ROWID",
  );
  const clearMissing = db.prepare("DELETE FROM missing");
  const findMissing = db.prepare<Ids>(
    `INSERT INTO missing SELECT id, row_number() OVER (ORDER BY id), document FROM products AS p
     WHERE catalog = :catalog AND document IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM staged AS s WHERE s.session = :session AND s.id = p.id)`,
  );
  const dropMissing = db.prepare("DELETE FROM documents WHERE document IN (SELECT document FROM missing)");
  const bury = db.prepare<{ catalog: number; sequence: number }>(
    `UPDATE products SET sequence = :sequence + missing.number, hash = x'', document = NULL
     FROM missing WHERE products.catalog = :catalog AND products.id = missing.id`,
  );
  const forget = ["DELETE FROM staged WHERE session = ?", "DELETE FROM import_sessions WHERE session = ?"].map((sql) =>
    db.prepare<[number]>(sql),
  );

  return (session, name, keepMissing) => {
    const { id: catalog, sequence, products } = catalogs.find(name);
    const ids = { session, catalog };
    const { staged, known, unchanged } = counts.get(ids)!;
    dropUnchanged.run(ids);
    dropReplaced.run(ids);
    const changed = put.run({ ...ids, sequence }).changes;
    let deleted = 0;
    if (!keepMissing) {
      clearMissing.run();
      deleted = findMissing.run(ids).changes;
      dropMissing.run();
      bury.run({ catalog, sequence: sequence + changed });
      clearMissing.run();
    }
    const created = staged - known;
    if (changed + deleted > 0) catalogs.count(catalog, sequence + changed + deleted, products + created - deleted);
    for (const statement of forget) statement.run(session);
    return { created, updated: known - unchanged, unchanged, deleted };
  };
}

function isAbandoned(session: SessionRow, owner: Owner, nowMs: number): boolean {
  if (session.host !== owner.host) return nowMs - session.touchedAtMs > FOREIGN_SESSION_MS;
  return session.pid === owner.pid ? session.token !== owner.token : !isAlive(session.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but is somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function gone(): WinnowError {
  return new WinnowError("conflict", "this import was given up or has ended already", {
    hint: "Start the import again.",
  });
}
