import Database from "better-sqlite3";
import type { StoredModel } from "../../domain/model.ts";
import { toWinnowError } from "./errors.ts";
import { modelTable } from "./model-table.ts";

/** The models that are to serve all, of a file of this version; changes nothing. @throws WinnowError `storage_failed` */
export function readChampions(file: string, catalogs: readonly string[]): readonly StoredModel[] {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 2000 });
    try {
      const models = modelTable(db);
      return catalogs.flatMap((catalog) => {
        const version = models.pointer(catalog).champion;
        if (version === null) return [];
        const [record, text] = [models.findModel(catalog, version), models.modelText(catalog, version)];
        return [{ catalog, version, record, text }];
      });
    } finally {
      db.close();
    }
  } catch (error) {
    throw toWinnowError(error, file);
  }
}
