import type Database from "better-sqlite3";
import { answerTable, type AnswerTable } from "./answer-table.ts";
import { catalogTable, type CatalogTable } from "./catalog-table.ts";
import { enrichmentTable, type EnrichmentTable } from "./enrichment-table.ts";
import { importTable, type ImportTable, type Owner } from "./import-table.ts";
import { counterTable, type CounterTable } from "./counter-table.ts";
import { logTable, type LogTable } from "./log-table.ts";
import { modelTable, type ModelTable } from "./model-table.ts";
import { productTable, type ProductTable } from "./product-table.ts";
import { recordTables, type RecordTables } from "./record-tables.ts";
import { synonymTable, type SynonymTable } from "./synonym-table.ts";

/** All that a connection can be asked for. Arguments and results cross threads: plain values only. */
export interface StoreMethods
  extends ProductTable, RecordTables, ModelTable, LogTable, CounterTable, EnrichmentTable, AnswerTable, SynonymTable {
  readonly catalogs: CatalogTable["list"];
  readonly catalog: CatalogTable["info"];
  readonly mapping: CatalogTable["mapping"];
  readonly defineCatalog: CatalogTable["define"];
  readonly rebuildCatalog: CatalogTable["rebuild"];
  readonly dropCatalog: CatalogTable["drop"];
  readonly openImport: (catalog: string) => number;
  readonly stageImport: (...args: DropLast<Parameters<ImportTable["stage"]>>) => void;
  readonly commitImport: ImportTable["commit"];
  readonly discardImport: ImportTable["discard"];
  readonly abandonedImports: () => number[];
  /**
   * Outside of transactions: writes the file anew unless it is larger, so that it holds what it says and nothing else.
   * @param unusedShare only if so much of it, 0 to 1, is of no use; always at 0
   * @returns how large it was
   */
  readonly rewritePages: (mostBytes: number, unusedShare: number) => number;
  /** Outside of transactions. @returns false when a reader is in the way */
  readonly cutPageLog: () => boolean;
}

type DropLast<T extends readonly unknown[]> = T extends [...infer Rest, unknown] ? Rest : never;

export function storeMethods(db: Database.Database, owner: Owner): StoreMethods {
  const catalogs = catalogTable(db);
  const imports = importTable(db, catalogs, owner);
  return {
    ...productTable(db, catalogs),
    ...recordTables(db),
    ...modelTable(db),
    ...logTable(db),
    ...counterTable(db),
    ...enrichmentTable(db),
    ...answerTable(db),
    ...synonymTable(db),
    catalogs: () => catalogs.list(),
    catalog: (name) => catalogs.info(name),
    mapping: (name) => catalogs.mapping(name),
    defineCatalog: (name, mapping) => catalogs.define(name, mapping),
    rebuildCatalog: (name) => catalogs.rebuild(name),
    dropCatalog: (name) => catalogs.drop(name),
    openImport: (catalog) => imports.open(catalog, Date.now()),
    stageImport: (session, rows) => imports.stage(session, rows, Date.now()),
    commitImport: (session, keepMissing) => imports.commit(session, keepMissing),
    discardImport: (session) => imports.discard(session),
    abandonedImports: () => imports.abandoned(Date.now()),
    rewritePages: (mostBytes, unusedShare) => rewritePages(db, mostBytes, unusedShare),
    cutPageLog: () => cutPageLog(db),
  };
}

function rewritePages(db: Database.Database, mostBytes: number, unusedShare: number): number {
  const number = (name: string) => Number(db.pragma(name, { simple: true }));
  const pages = number("page_count");
  const bytes = pages * number("page_size");
  if (bytes <= mostBytes && number("freelist_count") >= unusedShare * pages) db.exec("VACUUM");
  return bytes;
}

/** Does not wait for others: whoever writes next would wait with it. */
function cutPageLog(db: Database.Database): boolean {
  const patience = Number(db.pragma("busy_timeout", { simple: true }));
  db.pragma("busy_timeout = 0");
  try {
    return db.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0;
  } finally {
    db.pragma(`busy_timeout = ${patience}`);
  }
}
