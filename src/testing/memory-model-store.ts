import type { Decision, ModelRecord, ServingPointer } from "../domain/model.ts";
import type { ModelStore } from "../ports/model-store.ts";

/** A model store in memory, for tests of what decides about models. */
export function memoryModelStore(): ModelStore {
  const models = new Map<string, { record: ModelRecord; readonly text: string }>();
  const pointers = new Map<string, ServingPointer>();
  const leases = new Map<string, { readonly owner: string; readonly untilMs: number }>();
  const decisions: Decision[] = [];
  const keyOf = (catalog: string, version: string): string => `${catalog}/${version}`;
  const pointer = (catalog: string): ServingPointer =>
    pointers.get(catalog) ?? { revision: 0, champion: null, canary: null };
  return {
    async save(record, text) {
      await Promise.resolve(models.set(keyOf(record.catalog, record.version), { record, text }));
    },
    async setStatus(catalog, version, status) {
      const model = await Promise.resolve(models.get(keyOf(catalog, version)));
      if (model !== undefined) model.record = { ...model.record, status };
    },
    list: (catalog) =>
      Promise.resolve(
        [...models.values()]
          .map(({ record }) => record)
          .filter((record) => record.catalog === catalog)
          .sort((a, b) => b.createdAtMs - a.createdAtMs),
      ),
    find: (catalog, version) => Promise.resolve(models.get(keyOf(catalog, version))?.record ?? null),
    text: (catalog, version) => Promise.resolve(models.get(keyOf(catalog, version))?.text ?? null),
    async remove(catalog, version) {
      await Promise.resolve(models.delete(keyOf(catalog, version)));
    },
    pointer: (catalog) => Promise.resolve(pointer(catalog)),
    point: (catalog, next) => {
      if (pointer(catalog).revision !== next.revision - 1) return Promise.resolve(false);
      pointers.set(catalog, next);
      return Promise.resolve(true);
    },
    async decide(decision) {
      await Promise.resolve();
      if (!decisions.some(({ id }) => id === decision.id)) decisions.push(decision);
    },
    decisions: (catalog, limit) =>
      Promise.resolve(
        decisions
          .filter((one) => one.catalog === catalog)
          .reverse()
          .sort((a, b) => b.atMs - a.atMs)
          .slice(0, limit),
      ),
    lease: (name, owner, forMs, nowMs) => {
      const held = leases.get(name);
      if (held !== undefined && held.owner !== owner && held.untilMs > nowMs) return Promise.resolve(false);
      leases.set(name, { owner, untilMs: nowMs + forMs });
      return Promise.resolve(true);
    },
    async release(name, owner) {
      await Promise.resolve();
      if (leases.get(name)?.owner === owner) leases.delete(name);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
