import { WinnowError } from "../domain/errors.ts";
import { memoryKeyStore } from "../testing/memory-key-store.ts";
import { createKeys } from "./keys.ts";

const request = { label: "test", scopes: ["admin" as const], catalogs: null, expiresInDays: null };

it("knows a key by its secret and keeps only the secret's hash", async () => {
  const { store, records } = memoryKeyStore();
  const keys = createKeys({ store, now: () => 1000 });
  const { record, secret } = await keys.issue(request);
  expect(secret).toMatch(/^wk_admin_[\w-]{32}$/);
  expect(JSON.stringify(records)).not.toContain(secret.slice(9));
  expect(await keys.check(secret)).toEqual(record);
  expect(await keys.check(`${secret}x`)).toBeNull();
});

it("says in a search key's prefix that it opens no more than searches", async () => {
  const keys = createKeys({ store: memoryKeyStore().store, now: () => 1000 });
  expect((await keys.issue({ ...request, scopes: ["search"] })).secret).toMatch(/^wk_search_/);
});

it("forgets a key that has expired", async () => {
  let now = 0;
  const keys = createKeys({ store: memoryKeyStore().store, now: () => now });
  const { secret } = await keys.issue({ ...request, expiresInDays: 1 });
  now = 86_399_999;
  expect(await keys.check(secret)).not.toBeNull();
  now = 86_400_000;
  expect(await keys.check(secret)).toBeNull();
});

it("forgets a revoked key at once, and within a second one that another process has revoked", async () => {
  let now = 0;
  const { store, records } = memoryKeyStore();
  const keys = createKeys({ store, now: () => now });
  const [first, second] = [await keys.issue(request), await keys.issue(request)];
  expect(await keys.check(first.secret)).not.toBeNull();
  expect(await keys.remove(first.record.id)).toBe(true);
  expect(await keys.check(first.secret)).toBeNull();
  expect(await keys.remove(first.record.id)).toBe(false);
  records.length = 0;
  now += 1001;
  expect(await keys.check(second.secret)).toBeNull();
});

it("goes by what it knew for a quarter of an hour while the store is gone, and not by a key that has expired", async () => {
  let now = 0;
  const { store } = memoryKeyStore();
  let trouble: WinnowError | null = null;
  const list = () => (trouble === null ? store.list() : Promise.reject(trouble));
  const keys = createKeys({ store: { ...store, list }, now: () => now });
  const [lasting, short] = [await keys.issue(request), await keys.issue({ ...request, expiresInDays: 1 / 1440 })];
  expect(await keys.check(lasting.secret)).not.toBeNull();
  trouble = new WinnowError("engine_unavailable", "gone");
  now = 2 * 60_000;
  expect([await keys.check(lasting.secret), await keys.check(short.secret)]).toEqual([lasting.record, null]);
  // One that was made since, or none at all: not for us to say.
  await expect(keys.check("wk_admin_unknown")).rejects.toThrow("gone");
  now = 15 * 60_000;
  await expect(keys.check(lasting.secret)).rejects.toThrow("gone");
  now = 1001;
  trouble = new WinnowError("storage_failed", "broken");
  await expect(keys.check(lasting.secret)).rejects.toThrow("broken");
});

it("goes by what it knew at once while the store hangs, and leaves one that it does not know to the store", async () => {
  let now = 0;
  const { store, records } = memoryKeyStore();
  let hang: Promise<unknown> | null = null;
  const list = async () => {
    await hang;
    return await store.list();
  };
  const keys = createKeys({ store: { ...store, list }, now: () => now });
  const [known, revoked] = [await keys.issue(request), await keys.issue(request)];
  expect(await keys.check(known.secret)).not.toBeNull();
  let answer!: (value: null) => void;
  hang = new Promise((resolve) => (answer = resolve));
  now += 1001;
  const fromMs = performance.now();
  expect(await keys.check(known.secret)).toEqual(known.record);
  const unknown = keys.check("wk_admin_unknown");
  const derived = keys.check(`wk_derived_0123456789ab.e30.${"a".repeat(43)}`);
  for (let i = 0; i < 100; i++) expect(await keys.has(known.record.id)).toBe(true);
  expect(performance.now() - fromMs).toBeLessThan(500);
  // What the store says in the end counts, also for those that were let through meanwhile.
  await keys.remove(revoked.record.id);
  records.splice(0, 1);
  answer(null);
  expect([await unknown, await derived, await keys.check(known.secret)]).toEqual([null, null, null]);
});

it("holds a key for known while calls to the store run out of time", async () => {
  let now = 0;
  const { store } = memoryKeyStore();
  let trouble: WinnowError | null = null;
  const list = () => (trouble === null ? store.list() : Promise.reject(trouble));
  const keys = createKeys({ store: { ...store, list }, now: () => now });
  const { record, secret } = await keys.issue({ ...request, expiresInDays: 1 / 1440 });
  expect(await keys.check(secret)).not.toBeNull();
  trouble = new WinnowError("deadline_exceeded", "hangs");
  now = 30_000;
  expect([await keys.check(secret), await keys.has(record.id)]).toEqual([record, true]);
  now = 60_000;
  expect([await keys.check(secret), await keys.has(record.id)]).toEqual([null, false]);
});
