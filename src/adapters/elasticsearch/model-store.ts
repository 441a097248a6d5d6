import type { Decision, ModelRecord, ServingPointer } from "../../domain/model.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import type { Records, Versioned } from "./records.ts";

interface Lease {
  readonly owner: string;
  readonly untilMs: number;
}

const untouched: ServingPointer = { revision: 0, champion: null, canary: null };

/** Models and decisions as records; the pointer and leases change by compare and set on the document's version. */
export function createModelStore(records: Records, close: () => Promise<void>): ModelStore {
  const keyOf = (catalog: string, version: string): string => `${catalog}/${version}`;
  const put = (record: ModelRecord, over?: Versioned<ModelRecord>["version"]) =>
    records.put("model", keyOf(record.catalog, record.version), record, {
      catalog: record.catalog,
      atMs: record.createdAtMs,
      ...(over !== undefined && { over }),
    });
  const overwrite = (found: Versioned<unknown> | null) => (found === null ? "nothing" : found.version);
  return {
    async save(record, text) {
      // The text first: a record without its text would be a model that cannot be loaded.
      await records.put("model_text", keyOf(record.catalog, record.version), { text }, { visible: false });
      await put(record);
    },
    async setStatus(catalog, version, status) {
      for (;;) {
        const found = await records.get<ModelRecord>("model", keyOf(catalog, version));
        if (found === null || (await put({ ...found.record, status }, found.version))) return;
      }
    },
    list: (catalog) => records.list<ModelRecord>("model", { catalog }),
    find: async (catalog, version) =>
      (await records.get<ModelRecord>("model", keyOf(catalog, version)))?.record ?? null,
    text: async (catalog, version) =>
      (await records.get<{ text: string }>("model_text", keyOf(catalog, version)))?.record.text ?? null,
    async remove(catalog, version) {
      await records.remove("model", keyOf(catalog, version));
      await records.remove("model_text", keyOf(catalog, version));
    },
    pointer: async (catalog) => (await records.get<ServingPointer>("serving", catalog))?.record ?? untouched,
    async point(catalog, next) {
      const found = await records.get<ServingPointer>("serving", catalog);
      if ((found?.record ?? untouched).revision !== next.revision - 1) return false;
      return await records.put("serving", catalog, next, { over: overwrite(found), visible: false });
    },
    async decide(decision) {
      const { id, catalog, atMs } = decision;
      await records.put("decision", id, decision, { catalog, atMs, over: "nothing" });
    },
    decisions: (catalog, limit) => records.list<Decision>("decision", { catalog }, limit),
    async lease(name, owner, forMs, nowMs) {
      const found = await records.get<Lease>("lease", name);
      if (found !== null && found.record.owner !== owner && found.record.untilMs > nowMs) return false;
      const lease: Lease = { owner, untilMs: nowMs + forMs };
      return await records.put("lease", name, lease, { over: overwrite(found), visible: false });
    },
    async release(name, owner) {
      const found = await records.get<Lease>("lease", name);
      if (found?.record.owner !== owner) return;
      await records.put("lease", name, { owner, untilMs: 0 } satisfies Lease, { over: found.version, visible: false });
    },
    [Symbol.asyncDispose]: close,
  };
}
