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
  const add = db.prepare<[number | bigint, number, string, string | null, string]>(
    "INSERT INTO staged (document, session, id, group_id, hash) VALUES (?, ?, ?, ?, ?)",
  );
  const discard = [
    "DELETE FROM documents WHERE document IN (SELECT document FROM staged WHERE session = ?)",
    "DELETE FROM staged WHERE session = ?",
    "DELETE FROM import_sessions WHERE session = ?",
  ].map((sql) => db.prepare<[number]>(sql));
  const commit = committer(db, catalogs);

  return {
    open: (catalog, nowMs) => Number(open.run({ ...owner, catalog: catalogs.find(catalog).id, nowMs }).lastInsertRowid),
    stage: (session, rows, nowMs) => {
      if (touch.run(nowMs, session).changes === 0) throw gone();
      for (const { id, group, source } of rows) {
        add.run(addDocument.run(source).lastInsertRowid, session, id, group, contentHash(source));
      }
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

/**
 * The swap: a few statements over small rows, whatever the size of the products. In order of id, which is the order of
 * the table they go to.
 */
function committer(
  db: Database.Database,
  catalogs: CatalogTable,
): (session: number, catalog: string, keepMissing: boolean) => ImportCounts {
  db.exec(`
    CREATE TEMP TABLE latest (
      id TEXT PRIMARY KEY, group_id TEXT, hash TEXT, document INTEGER, live INTEGER, same INTEGER
    ) WITHOUT ROWID;
    CREATE TEMP TABLE missing (id TEXT PRIMARY KEY, number INTEGER, document INTEGER) WITHOUT ROWID;
  `);
  // Of several products with one id the last one; SQLite takes the other columns from the row of the maximum.
  const findLatest = db.prepare<{ session: number; catalog: number }>(
    `INSERT INTO latest
     SELECT s.id, s.group_id, s.hash, s.document, p.document, p.hash = s.hash
     FROM (SELECT id, group_id, hash, max(document) AS document FROM staged WHERE session = :session GROUP BY id) AS s
     LEFT JOIN products AS p ON p.catalog = :catalog AND p.id = s.id AND p.document IS NOT NULL`,
  );
  const countStaged = db.prepare<[number], { rows: number }>("SELECT count(*) AS rows FROM staged WHERE session = ?");
  const count = db.prepare<[], { known: number; unchanged: number }>(
    "SELECT count(live) AS known, coalesce(sum(same), 0) AS unchanged FROM latest",
  );
  const dropEarlier = db.prepare<[number]>(
    `DELETE FROM documents WHERE document IN (
       SELECT s.document FROM staged AS s JOIN latest AS l ON l.id = s.id AND l.document > s.document WHERE session = ?)`,
  );
  const dropUnchanged = db.prepare("DELETE FROM documents WHERE document IN (SELECT document FROM latest WHERE same)");
  const dropReplaced = db.prepare("DELETE FROM documents WHERE document IN (SELECT live FROM latest WHERE NOT same)");
  const put = db.prepare<{ catalog: number; sequence: number }>(
    `INSERT INTO products (catalog, id, sequence, group_id, hash, document)
     SELECT :catalog, id, :sequence + row_number() OVER (), group_id, hash, document FROM latest WHERE same IS NOT 1
     ON CONFLICT (catalog, id) DO UPDATE SET
       sequence = excluded.sequence, group_id = excluded.group_id, hash = excluded.hash, document = excluded.document`,
  );
  const findMissing = db.prepare<[number]>(
    `INSERT INTO missing SELECT id, row_number() OVER (), document FROM products
     WHERE catalog = ? AND document IS NOT NULL AND id NOT IN (SELECT id FROM latest)`,
  );
  const dropMissing = db.prepare("DELETE FROM documents WHERE document IN (SELECT document FROM missing)");
  const bury = db.prepare<{ catalog: number; sequence: number }>(
    `UPDATE products SET sequence = :sequence + missing.number, hash = '', document = NULL
     FROM missing WHERE products.catalog = :catalog AND products.id = missing.id`,
  );
  const clear = ["DELETE FROM latest", "DELETE FROM missing"].map((sql) => db.prepare(sql));
  const forget = ["DELETE FROM staged WHERE session = ?", "DELETE FROM import_sessions WHERE session = ?"].map((sql) =>
    db.prepare<[number]>(sql),
  );

  return (session, name, keepMissing) => {
    const { id: catalog, sequence, products } = catalogs.find(name);
    for (const statement of clear) statement.run();
    const different = findLatest.run({ session, catalog }).changes;
    const { known, unchanged } = count.get()!;
    if (countStaged.get(session)!.rows > different) dropEarlier.run(session);
    if (unchanged > 0) dropUnchanged.run();
    if (known > unchanged) dropReplaced.run();
    const changed = put.run({ catalog, sequence }).changes;
    const deleted = keepMissing || known === products ? 0 : findMissing.run(catalog).changes;
    if (deleted > 0) {
      dropMissing.run();
      bury.run({ catalog, sequence: sequence + changed });
    }
    const created = different - known;
    if (changed + deleted > 0) catalogs.count(catalog, sequence + changed + deleted, products + created - deleted);
    for (const statement of clear) statement.run();
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
