import { randomBytes } from "node:crypto";
import type { ImportLog, ImportRecord } from "../../ports/import-log.ts";
import type { KeyRecord, KeyStore } from "../../ports/key-store.ts";
import type { Records } from "./records.ts";

export function createKeyStore(records: Records): KeyStore {
  return {
    async insert(record) {
      await records.put("key", record.id, record, { atMs: record.createdAtMs, over: "nothing" });
    },
    // Requests wait for it, and those with keys that are not known yet for the same one.
    list: async () => [...(await records.list<KeyRecord>("key", {}, undefined, { ms: 3000 }))].reverse(),
    remove: (id) => records.remove("key", id),
    async secret(name) {
      const drawn = { secret: randomBytes(32).toString("base64url") };
      if (await records.put("secret", name, drawn, { over: "nothing" })) return drawn.secret;
      return (await records.get<typeof drawn>("secret", name))!.record.secret;
    },
  };
}

export function createImportLog(records: Records): ImportLog {
  return {
    async save(record) {
      const { catalog, idempotencyKey, startedAtMs: atMs } = record;
      await records.put("import", record.id, record, {
        catalog,
        atMs,
        ...(idempotencyKey !== null && { key: idempotencyKey }),
      });
    },
    find: async (id) => (await records.get<ImportRecord>("import", id))?.record ?? null,
    findByIdempotencyKey: async (catalog, key) =>
      (await records.list<ImportRecord>("import", { catalog, key }, 1))[0] ?? null,
    list: (catalog, limit) => records.list<ImportRecord>("import", { catalog }, limit),
  };
}
