import Database from "better-sqlite3";
import { existsSync } from "node:fs";
import type { Finding } from "../../domain/finding.ts";
import type { CatalogInfo } from "../../ports/product-store.ts";
import { readMapping } from "../../text/read-mapping.ts";
import { APPLICATION_ID } from "./database.ts";
import { toWinnowError } from "./errors.ts";
import { migrations } from "./migrations.ts";

export interface StoreDiagnosis {
  readonly findings: readonly Finding[];
  readonly catalogs: readonly CatalogInfo[];
}

/**
 * Looks at the file without changing it, also while a server is running.
 *
 * @throws WinnowError `storage_failed`
 */
export function diagnoseSqlite(file: string): StoreDiagnosis {
  const check = "store";
  if (!existsSync(file)) {
    const hint = "winnow serve and winnow import make it.";
    return { findings: [{ check, level: "warn", message: `${file} is not there yet`, hint }], catalogs: [] };
  }
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 2000 });
    try {
      const finding = judgeSchema(db, file);
      if (finding.level === "fail") return { findings: [finding], catalogs: [] };
      const rows = readCatalogs(db);
      return { findings: [finding, ...rows.flatMap(judgeMapping)], catalogs: rows };
    } finally {
      db.close();
    }
  } catch (error) {
    throw toWinnowError(error, file);
  }
}

function judgeSchema(db: Database.Database, file: string): Finding {
  const check = "store";
  const number = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
  const version = number("user_version");
  if (number("application_id") !== APPLICATION_ID) {
    const hint = "Point WINNOW_DATA elsewhere, or move this file away.";
    return { check, level: "fail", message: `${file} is a SQLite database of another program`, hint };
  }
  if (version > migrations.length) {
    const hint = "Run the newer winnow, or restore a backup from before it with this one: docs/upgrade.md.";
    const message = `${file} has schema ${version}; this winnow knows ${migrations.length}`;
    return { check, level: "fail", message, hint };
  }
  if (version < migrations.length) {
    const hint = "The next start brings it up to date; keep a copy if you may want to go back.";
    return { check, level: "warn", message: `${file} has schema ${version} of ${migrations.length}`, hint };
  }
  return { check, level: "ok", message: `${file}, schema ${version}` };
}

interface CatalogRow extends CatalogInfo {
  readonly mapping: string;
}

function readCatalogs(db: Database.Database): readonly CatalogRow[] {
  const columns = "name, products, sequence, mapping_version AS mappingVersion, mapping";
  return db.prepare<[], CatalogRow>(`SELECT ${columns} FROM catalogs ORDER BY name`).all();
}

/** A mapping may have been stored by a version that allowed what this one refuses. */
function judgeMapping({ name, mapping }: CatalogRow): readonly Finding[] {
  try {
    readMapping((JSON.parse(mapping) as { body: unknown }).body);
    return [];
  } catch (error) {
    const message = `this version does not understand it: ${(error as Error).message}`;
    const hint = "Import once with a mapping that it does: winnow import --mapping FILE.";
    return [{ check: `mapping ${name}`, level: "fail", message, hint }];
  }
}
