import type { DerivedKey } from "./access/derived-keys.ts";
import type { Keys } from "./access/keys.ts";
import { WinnowError } from "./domain/errors.ts";
import type { Filter } from "./domain/filter.ts";
import type { Grant, Shop } from "./http/shop.ts";
import type { KeyRecord } from "./ports/key-store.ts";
import { FilterClauses, toFilter } from "./wire/filter.ts";
import type { KeyAnswer } from "./wire/key.ts";

/** API keys as the routes see them. */
export const bindKeys = (keys: Keys): Shop["keys"] => ({
  async check(secret) {
    const record = await keys.check(secret);
    return record === null ? null : toGrant(record);
  },
  has: (id) => keys.has(id),
  issue: async ({ label, scopes, catalogs, expires_in_days }) => {
    const { record, secret } = await keys.issue({
      label,
      scopes,
      catalogs: catalogs ?? null,
      expiresInDays: expires_in_days ?? null,
    });
    return { ...toKey(record), key: secret };
  },
  list: async () => (await keys.list()).map(toKey),
  remove: (id) => keys.remove(id),
});

const toGrant = (record: KeyRecord | DerivedKey): Grant => {
  const { id, scopes, catalogs } = record;
  return { id, scopes, catalogs, ...("filters" in record ? { within: readWithin(record.filters) } : {}) };
};

/** What cannot be read must not be left out. */
const readWithin = (clauses: readonly unknown[]): readonly Filter[] => {
  const read = FilterClauses.safeParse(clauses);
  if (read.success) return read.data.map(toFilter);
  const { message, path } = read.error.issues[0]!;
  throw new WinnowError("unauthorized", `The key's filters cannot be read: ${message}`, {
    where: `filters/${path.join("/")}`,
    hint: "Derive it from clauses as POST /v1/search takes them.",
  });
};

const toKey = (record: KeyRecord): KeyAnswer => ({
  id: record.id,
  label: record.label,
  scopes: [...record.scopes],
  catalogs: record.catalogs === null ? null : [...record.catalogs],
  created_at: new Date(record.createdAtMs).toISOString(),
  expires_at: record.expiresAtMs === null ? null : new Date(record.expiresAtMs).toISOString(),
});
