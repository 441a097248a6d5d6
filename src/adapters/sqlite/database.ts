import Database from "better-sqlite3";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { WinnowError } from "../../domain/errors.ts";
import { toWinnowError } from "./errors.ts";
import { migrations as recordSteps } from "./migrations.ts";

export interface DatabaseOptions {
  readonly file: string;
  /** How long to wait for another process's write before giving up. */
  readonly busyTimeoutMs: number;
  /** The file may not grow beyond this; writes then fail with `storage_full`. */
  readonly maxBytes?: number;
  /** The steps that lead to its schema; those of the system of record unless told. */
  readonly steps?: readonly string[];
}

/**
 * Opens the file, makes it if there is none, and brings its schema up to date. What a transaction has committed is on
 * disk (`synchronous=FULL`) and readers are never held up by a writer (WAL).
 *
 * @throws WinnowError `storage_failed`: not ours, made by a newer version, unreadable
 */
export function openDatabase(options: DatabaseOptions): Database.Database {
  const { file, steps = recordSteps } = options;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 }); // what shoppers did is for nobody else on the machine
    const db = new Database(file, { timeout: options.busyTimeoutMs });
    try {
      judgeFile(db, file, steps); // before anything is changed in it
      db.pragma("journal_mode = WAL");
      db.pragma("synchronous = FULL");
      db.pragma("foreign_keys = OFF"); // the statements keep them; checking would cost an index a reference
      db.pragma("secure_delete = ON"); // what is erased leaves no bytes in its page; not measurable in writes
      db.pragma("cache_size = -65536");
      db.pragma("wal_autocheckpoint = 8000");
      db.pragma("journal_size_limit = 67108864");
      migrate(db, file, steps);
      if (options.maxBytes !== undefined) {
        db.pragma(
          `max_page_count = ${Math.floor(options.maxBytes / Number(db.pragma("page_size", { simple: true })))}`,
        );
      }
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw toWinnowError(error, file);
  }
}

/** "winn": marks the file as ours, see https://www.sqlite.org/pragma.html#pragma_application_id */
export const APPLICATION_ID = 0x77696e6e;

function migrate(db: Database.Database, file: string, steps: readonly string[]): void {
  if (pragma(db, "user_version") === steps.length) return;
  db.transaction(() => {
    judgeFile(db, file, steps); // another process may have been here in between
    for (const step of steps.slice(pragma(db, "user_version"))) db.exec(step);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${steps.length}`);
  }).immediate();
}

/** @throws WinnowError `storage_failed`: another program's, or a newer winnow's */
export function judgeFile(db: Database.Database, file: string, steps: readonly string[]): void {
  const version = pragma(db, "user_version");
  const tables = db.prepare<[], { n: number }>("SELECT count(*) AS n FROM sqlite_master").get()!.n;
  if (tables > 0 && pragma(db, "application_id") !== APPLICATION_ID) {
    throw new WinnowError("storage_failed", `${file} is a SQLite database of another program`, {
      where: file,
      hint: "Point the data folder elsewhere, or move this file away.",
    });
  }
  if (version > steps.length) {
    throw new WinnowError(
      "storage_failed",
      `${file} was written by a newer winnow (schema ${version}; this one knows ${steps.length})`,
      { where: file, hint: "Run the newer winnow, or restore a backup from before it with this one: docs/upgrade.md." },
    );
  }
}

function pragma(db: Database.Database, name: string): number {
  return Number(db.pragma(name, { simple: true }));
}
