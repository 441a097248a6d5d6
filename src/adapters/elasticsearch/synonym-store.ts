import type { Synonym, SynonymStatus } from "../../domain/synonym.ts";
import type { SynonymStore } from "../../ports/synonym-store.ts";
import type { Records } from "./records.ts";

/** Records found by status; changed by compare and set on their version. */
export function createSynonymStore(records: Records): SynonymStore {
  const idOf = (catalog: string, id: string): string => `${catalog}/${id}`;
  return {
    async save(synonym) {
      const { catalog, status, revision, updatedAtMs: atMs } = synonym;
      const id = idOf(catalog, synonym.id);
      const found = await records.get<Synonym>("synonym", id);
      if ((found?.record.revision ?? 0) !== revision - 1) return false;
      const over = found === null ? "nothing" : found.version;
      return await records.put("synonym", id, synonym, { catalog, key: status, atMs, over });
    },
    find: async (catalog, id) => (await records.get<Synonym>("synonym", idOf(catalog, id)))?.record ?? null,
    async list(catalog, { status, after, limit }) {
      const where = { catalog, ...(status !== undefined && { key: status }) };
      const found: Synonym[] = [];
      for (let from = after; found.length < limit;) {
        const size = Math.min(1000, limit - found.length);
        const page = await records.page<Synonym>(
          "synonym",
          where,
          from === undefined ? null : idOf(catalog, from),
          size,
        );
        found.push(...page);
        if (page.length < size) break;
        from = page.at(-1)!.id;
      }
      return found;
    },
    async count(catalog) {
      const count = async (status: SynonymStatus) => await records.count("synonym", { catalog, key: status });
      return {
        proposed: await count("proposed"),
        live: await count("live"),
        refused: await count("refused"),
        retired: await count("retired"),
      };
    },
  };
}
