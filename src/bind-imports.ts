import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { streamSource } from "./catalog/read/source.ts";
import { asItStands, runImport } from "./catalog/run-import.ts";
import { WinnowError } from "./domain/errors.ts";
import type { CatalogMapping } from "./domain/mapping.ts";
import type { ImportStart, Shop } from "./http/shop.ts";
import type { ImportLog, ImportOwner, ImportRecord } from "./ports/import-log.ts";
import type { ProductStore } from "./ports/product-store.ts";
import type { ImportAnswer } from "./wire/import.ts";

export interface ImportsDeps {
  readonly products: ProductStore;
  readonly imports: ImportLog;
  readonly defaultMapping: CatalogMapping;
}

const me: ImportOwner = { host: hostname(), pid: process.pid, token: randomUUID() };

/**
 * Imports over HTTP: a key that was seen before is answered with its import's record. One whose process has died is shown
 * as failed by its silence, which every process of a shop sees alike: none may call another's import dead by starting.
 */
export const bindImports = ({ products, imports, defaultMapping }: ImportsDeps): Shop["imports"] => {
  /** Key → id, from before the import is on record until it has ended. */
  const running = new Map<string, string>();

  const recordOf = async (id: string): Promise<ImportAnswer> => {
    const record = await imports.find(id);
    if (record !== null) return toAnswer(record);
    throw new WinnowError("conflict", "An import with this key is just starting.", { hint: "Ask again." });
  };

  return {
    async run(start) {
      await products.catalog(start.catalog);
      const key = `${start.catalog} ${start.idempotencyKey ?? randomUUID()}`;
      const current = running.get(key);
      if (current !== undefined) return { import: await recordOf(current), repeated: true };
      const id = `http-${randomUUID()}`;
      running.set(key, id);
      try {
        const before = await findBefore(start, imports);
        // One that failed changed nothing: the same key may try again, under the same record.
        if (before !== null && stands(before).state !== "failed") return { import: toAnswer(before), repeated: true };
        const used = before?.id ?? id;
        running.set(key, used);
        await runImport(
          { store: products, imports, nowMs: Date.now },
          {
            id: used,
            owner: me,
            catalog: start.catalog,
            ...(start.idempotencyKey === null ? {} : { idempotencyKey: start.idempotencyKey }),
            sources: [streamSource(start.name, start.body, start.bytes)],
            options: start.options,
            mapping: null,
            defaultMapping,
            signal: start.signal,
          },
        );
        return { import: await recordOf(used), repeated: false };
      } finally {
        running.delete(key);
      }
    },
    find: async (id) => {
      const record = await imports.find(id);
      return record === null ? null : toAnswer(record);
    },
    async list(catalog, limit) {
      await products.catalog(catalog);
      return (await imports.list(catalog, limit)).map(toAnswer);
    },
  };
};

const findBefore = ({ catalog, idempotencyKey }: ImportStart, imports: ImportLog): Promise<ImportRecord | null> =>
  idempotencyKey === null ? Promise.resolve(null) : imports.findByIdempotencyKey(catalog, idempotencyKey);

const stands = (record: ImportRecord): ImportRecord => asItStands(record, Date.now(), isDead);

const isDead = ({ host, pid, token }: ImportOwner): boolean => {
  if (host !== me.host) return false; // who knows
  if (pid === me.pid) return token !== me.token;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
};

const toAnswer = (stored: ImportRecord): ImportAnswer => {
  const record = stands(stored);
  return {
    id: record.id,
    catalog: record.catalog,
    state: record.state,
    started_at: new Date(record.startedAtMs).toISOString(),
    finished_at: record.finishedAtMs === null ? null : new Date(record.finishedAtMs).toISOString(),
    read: record.read,
    rejected: record.rejected,
    counts: record.counts === null ? null : { ...record.counts },
    error: record.error,
  };
};
