import type { KeyRecord, KeyStore } from "../ports/key-store.ts";

/** Keys in an array that the test can look into and change. */
export const memoryKeyStore = (): { readonly store: KeyStore; readonly records: KeyRecord[] } => {
  const records: KeyRecord[] = [];
  const store: KeyStore = {
    insert: (record) => Promise.resolve(void records.push(record)),
    list: () => Promise.resolve([...records]),
    remove: (id) => {
      const at = records.findIndex((record) => record.id === id);
      if (at !== -1) records.splice(at, 1);
      return Promise.resolve(at !== -1);
    },
    secret: (name) => Promise.resolve(name),
  };
  return { store, records };
};
