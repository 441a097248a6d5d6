import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import type { AnswerStore } from "../../ports/answer-store.ts";
import type { ClearDisk } from "../../ports/clear-disk.ts";
import type { CounterStore } from "../../ports/counter-store.ts";
import type { EnrichmentStore } from "../../ports/enrichment-store.ts";
import type { EventStore } from "../../ports/event-store.ts";
import type { ImportLog } from "../../ports/import-log.ts";
import type { KeyStore } from "../../ports/key-store.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import type { ImportSession, ProductStore, ProductWrite } from "../../ports/product-store.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { SynonymStore } from "../../ports/synonym-store.ts";
import { connect, type Connection } from "./client.ts";
import { counterStore } from "./counter-store.ts";
import { eventStore } from "./event-store.ts";
import { forgetting } from "./forgetting.ts";
import { modelStore } from "./model-store.ts";
import type { ProductRow, RowWrite } from "./product-table.ts";
import { restoreSessions } from "./session-store.ts";

export interface SqliteOptions {
  /** How long a write waits for another process's before it fails; 30 s unless told. */
  readonly busyTimeoutMs?: number;
  /** The file may not grow beyond this; writes then fail with `storage_full`. */
  readonly maxBytes?: number;
  /** Milliseconds since 1970; of sessions. Date.now unless told. */
  readonly now?: () => number;
}

export interface SqliteStores extends AsyncDisposable {
  readonly products: ProductStore;
  readonly keys: KeyStore;
  readonly imports: ImportLog;
  readonly models: ModelStore;
  readonly events: EventStore;
  readonly counters: CounterStore;
  readonly sessions: SessionStore;
  readonly enrichments: EnrichmentStore;
  readonly answers: AnswerStore;
  readonly synonyms: SynonymStore;
  readonly clearDisk: ClearDisk;
  close(): Promise<void>;
}

/** Drawn once a process; see Owner. */
const token = randomUUID();

/**
 * Opens the system of record, one file that several processes may have open, and makes it when there is none.
 * Imports whose process has died are cleared. Disposing of any of the stores closes all.
 *
 * @throws WinnowError `storage_failed` (not ours, newer, unreadable), `storage_full`
 */
export async function openSqlite(file: string, options: SqliteOptions = {}): Promise<SqliteStores> {
  const { busyTimeoutMs = 30_000, now = Date.now, ...rest } = options;
  const shared = { file, busyTimeoutMs, ...rest, owner: { host: hostname(), pid: process.pid, token } };
  const writer = await connect({ ...shared, role: "writer" });
  const reader = await connect({ ...shared, role: "reader" }).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await forgotten.settle();
    await reader.close();
    await writer.close(); // the last one out checkpoints, which a reader may not
  };
  const forgotten = forgetting(eventStore(writer, reader, now, close), writer);
  return {
    products: productStore(writer, reader, close),
    keys: {
      insert: (record) => writer.call("insertKey", record),
      list: () => reader.call("keys"),
      remove: (id) => writer.call("removeKey", id),
      secret: (name) => writer.call("secret", name),
    },
    imports: {
      save: (record) => writer.call("saveImport", record),
      find: (id) => reader.call("findImport", id),
      findByIdempotencyKey: (catalog, key) => reader.call("findImportByKey", catalog, key),
      list: (catalog, limit) => reader.call("imports", catalog, limit),
    },
    models: modelStore(writer, reader, close),
    events: forgotten.store,
    clearDisk: forgotten.clearDisk,
    counters: counterStore(writer, reader, close),
    sessions: await restoreSessions(reader, now),
    enrichments: {
      save: (enrichment) => writer.call("saveEnrichment", enrichment),
      find: (catalog, products) => reader.call("findEnrichments", catalog, products),
      list: (catalog, filter) => reader.call("enrichments", catalog, filter),
      count: (catalog) => reader.call("countEnrichments", catalog),
    },
    answers: {
      find: (key) => reader.call("findAnswer", key),
      keep: (answer) => writer.call("keepAnswer", answer),
      charge: (spend) => writer.call("chargeSpend", spend),
      spent: (sinceDay) => reader.call("spent", sinceDay),
    },
    synonyms: {
      save: (synonym) => writer.call("saveSynonym", synonym),
      find: (catalog, id) => reader.call("findSynonym", catalog, id),
      list: (catalog, filter) => reader.call("synonyms", catalog, filter),
      count: (catalog) => reader.call("countSynonyms", catalog),
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function productStore(writer: Connection, reader: Connection, close: () => Promise<void>): ProductStore {
  return {
    catalogs: () => reader.call("catalogs"),
    catalog: (name) => reader.call("catalog", name),
    rebuildCatalog: (name) => writer.call("rebuildCatalog", name),
    defineCatalog: (name, mapping) => writer.call("defineCatalog", name, JSON.stringify(mapping)),
    dropCatalog: (name) => writer.call("dropCatalog", name),
    // Written by defineCatalog in this shape.
    mapping: async (name) => JSON.parse(await reader.call("mapping", name)) as CatalogMapping,
    get: (catalog, id) => reader.call("get", catalog, id),
    find: (catalog, ids) => reader.call("find", catalog, ids),
    write: (catalog, writes) => writer.call("write", catalog, writes.map(toRowWrite)),
    openImport: async (catalog) => importSession(writer, await writer.call("openImport", catalog)),
    changes: (catalog, after, limit) => reader.call("changes", catalog, after, limit),
    members: (catalog, groups) => reader.call("members", catalog, groups),
    [Symbol.asyncDispose]: close,
  };
}

function importSession(writer: Connection, session: number): ImportSession {
  let ended = false;
  return {
    stage: (products) => writer.call("stageImport", session, products.map(toRow)),
    commit: async (keepMissing) => {
      const counts = await writer.call("commitImport", session, keepMissing);
      ended = true;
      return counts;
    },
    [Symbol.asyncDispose]: async () => {
      if (!ended) await writer.call("discardImport", session);
      ended = true;
    },
  };
}

function toRowWrite(write: ProductWrite): RowWrite {
  if (write.op === "delete") return write;
  const { product, replaces } = write;
  return { op: "put", row: toRow(product), ...(replaces !== undefined && { replaces }) };
}

function toRow(product: Product): ProductRow {
  const { id, group_id: group = id } = product;
  return { id, group: group === id ? null : group, source: JSON.stringify(product) };
}
