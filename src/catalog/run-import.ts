import { WinnowError } from "../domain/errors.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { ImportLog, ImportOwner, ImportRecord } from "../ports/import-log.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { importProducts } from "./import-products.ts";
import type { ImportReport } from "./import-report.ts";
import type { ImportRequest } from "./import-request.ts";

export interface RunImportDeps {
  readonly store: Pick<ProductStore, "catalogs" | "defineCatalog" | "dropCatalog" | "mapping" | "openImport">;
  readonly imports: Pick<ImportLog, "save">;
  readonly nowMs: () => number;
}

export interface ImportJob extends Omit<ImportRequest, "store" | "mapping"> {
  /** Of the import's record; drawn by the caller. */
  readonly id: string;
  readonly idempotencyKey?: string;
  readonly owner?: ImportOwner;
  /** The catalogue's from now on; null keeps the one it has. */
  readonly mapping: CatalogMapping | null;
  /** For a catalogue that is not there yet, unless `mapping` says otherwise. */
  readonly defaultMapping: CatalogMapping;
}

/** How often an import that runs says so in its record. */
const SIGN_MS = 2000;
/** One that was silent for so long has died with its process; a store may be busy for a while with a large one. */
const SILENT_MS = 60_000;

/**
 * A record as it is to be shown: one that runs, and whose process is dead or was not heard of lately, has failed.
 *
 * @param nowMs milliseconds since 1970
 * @param isDead whether a process is known to be
 */
export function asItStands(record: ImportRecord, nowMs: number, isDead: (owner: ImportOwner) => boolean): ImportRecord {
  const { state, owner, aliveAtMs = record.startedAtMs } = record;
  const isOver = nowMs - aliveAtMs >= SILENT_MS || (owner !== undefined && isDead(owner));
  if (state !== "running" || !isOver) return record;
  const error = "Its process ended before it was done, and nothing of it shows: send the file again.";
  return { ...record, state: "failed", finishedAtMs: aliveAtMs, error };
}

/**
 * Imports and keeps a record of it. A catalogue that is not there is made, and is gone again when its first import
 * fails; a new mapping becomes the catalogue's once the import has succeeded.
 *
 * @throws as importProducts does; the record says `failed` and why
 */
export async function runImport(deps: RunImportDeps, job: ImportJob): Promise<ImportReport> {
  const { store, imports } = deps;
  let record: ImportRecord = {
    id: job.id,
    catalog: job.catalog,
    idempotencyKey: job.idempotencyKey ?? null,
    state: "running",
    startedAtMs: deps.nowMs(),
    finishedAtMs: null,
    aliveAtMs: deps.nowMs(),
    ...(job.owner !== undefined && { owner: job.owner }),
    read: 0,
    rejected: 0,
    counts: null,
    error: null,
  };
  await imports.save(record);
  const isNew = !(await store.catalogs()).some(({ name }) => name === job.catalog);
  let saving = Promise.resolve();
  const sign = setInterval(() => {
    // A store that does not take it takes the next one.
    saving = imports.save({ ...record, aliveAtMs: deps.nowMs() }).catch(() => undefined);
  }, SIGN_MS).unref();
  const silence = async (): Promise<void> => {
    clearInterval(sign);
    await saving; // else it might be written over the end
  };
  try {
    if (isNew) await store.defineCatalog(job.catalog, job.mapping ?? job.defaultMapping);
    const mapping = job.mapping ?? (await store.mapping(job.catalog));
    const report = await importProducts({
      ...job,
      store,
      mapping,
      onProgress: (progress) => {
        record = { ...record, read: progress.read, rejected: progress.rejected };
        job.onProgress?.(progress);
      },
    });
    if (!isNew && job.mapping !== null) await store.defineCatalog(job.catalog, job.mapping);
    const { read, rejected, counts } = report;
    await silence();
    await imports.save({ ...record, state: "done", finishedAtMs: deps.nowMs(), read, rejected, counts });
    return report;
  } catch (error) {
    const why = error instanceof WinnowError ? error.message : "the import was stopped";
    await silence();
    // The first error is the one to tell; a store that cannot write says no more by failing twice.
    await imports
      .save({ ...record, state: "failed", finishedAtMs: deps.nowMs(), error: why })
      .then(() => (isNew ? store.dropCatalog(job.catalog) : undefined))
      .catch(() => undefined);
    throw error;
  }
}
