import Database from "better-sqlite3";
import { existsSync } from "node:fs";
import { WinnowError } from "../../domain/errors.ts";
import { judgeFile } from "./database.ts";
import { toWinnowError } from "./errors.ts";

/**
 * Copies a database while others write to it: one read transaction, so that the copy is the file as it was at one
 * moment, with all that was committed before the call. The copy is a single file, without a log beside it.
 *
 * @param steps the schema's, to refuse a file of another program or of a newer winnow
 * @throws WinnowError `storage_failed`, `storage_full`
 */
export async function copyDatabase(from: string, to: string, steps: readonly string[]): Promise<void> {
  await guarded(from, async () => {
    const db = new Database(from, { readonly: true, fileMustExist: true, timeout: 30_000 });
    try {
      judgeFile(db, from, steps);
      // In one go: a copy in small steps begins anew whenever another process has written in between, perhaps for ever.
      await db.backup(to, { progress: () => 0x7fff_ffff });
    } finally {
      db.close();
    }
  });
  guardedSync(to, () => {
    const copy = new Database(to);
    try {
      copy.pragma("journal_mode = DELETE");
    } finally {
      copy.close();
    }
  });
}

/**
 * Reads every page of a database that nobody has open.
 *
 * @returns its schema's version
 * @throws WinnowError `storage_failed`: damaged, of another program, of a newer winnow
 */
export function checkDatabase(file: string, steps: readonly string[]): number {
  return guardedSync(file, () => {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      judgeFile(db, file, steps);
      const found = String(db.pragma("integrity_check(1)", { simple: true }));
      if (found !== "ok") {
        throw new WinnowError("storage_failed", `${file} is damaged: ${found.slice(0, 200)}`, {
          where: file,
          hint: "Restore it from a backup that was made before.",
        });
      }
      return Number(db.pragma("user_version", { simple: true }));
    } finally {
      db.close();
    }
  });
}

/**
 * Brings all that was committed into the one file, which only its last user can do: so this tells, too, that nobody has
 * it open. Nothing happens where there is no such file.
 *
 * @throws WinnowError `conflict` while another process has it open
 */
export function settleDatabase(file: string): void {
  if (!existsSync(file)) return;
  try {
    const db = new Database(file, { timeout: 1000 });
    try {
      db.pragma("journal_mode = DELETE");
    } finally {
      db.close();
    }
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError) || !cause.code.startsWith("SQLITE_BUSY"))
      throw toWinnowError(cause, file);
    throw new WinnowError("conflict", `${file} is in use`, {
      where: file,
      hint: "Stop winnow (servers, workers, imports) on this data folder first.",
      cause,
    });
  }
}

/**
 * A restored file's log ends where an older one did, and a Redis has counted beyond that: it would take what comes next
 * for counted. So the restored shop gets a name of its own there, and counts its log anew.
 */
export function forgetRedisName(file: string): void {
  guardedSync(file, () => {
    const db = new Database(file, { fileMustExist: true });
    try {
      const has = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'secrets'").get();
      if (has !== undefined) db.prepare("DELETE FROM secrets WHERE name = 'redis'").run();
    } finally {
      db.close();
    }
  });
}

async function guarded<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toWinnowError(error, file);
  }
}

function guardedSync<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toWinnowError(error, file);
  }
}
