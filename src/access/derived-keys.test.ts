import fc from "fast-check";
import type { KeyRecord } from "../ports/key-store.ts";
import { deriveKey } from "../testing/derive-key.ts";
import { memoryKeyStore } from "../testing/memory-key-store.ts";
import { createKeys } from "./keys.ts";

const dayMs = 86_400_000;
const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 20_250_107);

/** One key of these scopes and catalogues, at the time 0. */
const setUp = async (asked: Partial<Pick<KeyRecord, "scopes" | "catalogs">> & { readonly days?: number } = {}) => {
  let now = 0;
  const keys = createKeys({ store: memoryKeyStore().store, now: () => now });
  const { record, secret } = await keys.issue({
    label: "storefront",
    scopes: asked.scopes ?? ["search"],
    catalogs: asked.catalogs ?? null,
    expiresInDays: asked.days ?? null,
  });
  const derive = (claims: unknown) => deriveKey(record.id, secret, claims);
  return { keys, record, secret, derive, sleep: (ms: number) => (now += ms) };
};

const filters = [{ field: "brand", in: ["Acme"] }];
const claims = { filters, expires_at: new Date(dayMs).toISOString() };

it("opens what its parent opens, narrower by its filters and catalogues", async () => {
  const { keys, record, derive } = await setUp({ scopes: ["search", "events"], catalogs: ["shoes", "lamps"] });
  expect(await keys.check(derive(claims))).toEqual({ ...record, expiresAtMs: dayMs, filters });
  const narrower = await keys.check(derive({ ...claims, catalogs: ["lamps", "books"] }));
  expect(narrower).toMatchObject({ scopes: ["search", "events"], catalogs: ["lamps"] });
});

it("ends with its own time, its parent's time, or its parent", async () => {
  const { keys, record, derive, sleep } = await setUp({ days: 3 });
  const [short, long] = [derive(claims), derive({ ...claims, expires_at: new Date(9 * dayMs).toISOString() })];
  sleep(dayMs - 1);
  expect(await keys.check(short)).not.toBeNull();
  sleep(1);
  expect(await keys.check(short)).toBeNull();
  expect(await keys.check(long)).not.toBeNull();
  sleep(2 * dayMs);
  expect(await keys.check(long)).toBeNull();
  const other = await setUp();
  expect(await other.keys.check(other.derive(claims))).not.toBeNull();
  await other.keys.remove(other.record.id);
  expect(await other.keys.check(other.derive(claims))).toBeNull();
  expect(record.id).toMatch(/^[0-9a-f]{12}$/);
});

it("is refused with any one byte changed, added or left out", async () => {
  const { keys, derive } = await setUp();
  const good = derive(claims);
  expect(await keys.check(good)).not.toBeNull();
  for (let at = 0; at < good.length; at++) {
    for (const other of ["A", "B", "-", ".", "é", String.fromCharCode(good.charCodeAt(at) ^ 1)]) {
      if (other === good[at]) continue;
      const tampered = good.slice(0, at) + other + good.slice(at + 1);
      expect([tampered, await keys.check(tampered)]).toEqual([tampered, null]);
    }
    expect(await keys.check(good.slice(0, at) + good.slice(at + 1))).toBeNull();
    expect(await keys.check(`${good.slice(0, at)}A${good.slice(at)}`)).toBeNull();
  }
});

it("cannot be made wider by who holds it: from its own text, its parts, or another key's", async () => {
  const { keys, record, derive } = await setUp();
  const other = await setUp();
  const good = derive(claims);
  const mac = good.split(".").at(-1)!;
  const wider = Buffer.from(JSON.stringify({ ...claims, filters: [] })).toString("base64url");
  expect(await keys.check(`wk_derived_${record.id}.${wider}.${mac}`)).toBeNull();
  // A derived key is no parent: what it was made of is not what it is.
  expect(await keys.check(deriveKey(record.id, good, { ...claims, filters: [] }))).toBeNull();
  expect(await keys.check(deriveKey(record.id, mac, { ...claims, filters: [] }))).toBeNull();
  expect(await keys.check(other.derive(claims))).toBeNull();
  expect(await keys.check(deriveKey(record.id, other.secret, claims))).toBeNull();
});

it("cannot be made from a key that reaches admin calls", async () => {
  for (const scopes of [["admin"], ["admin", "search"]] as const) {
    const { keys, derive } = await setUp({ scopes });
    expect(await keys.check(derive(claims))).toBeNull();
  }
});

it.each([
  ["no filters", { expires_at: claims.expires_at }],
  ["filters misspelt", { filter: filters, expires_at: claims.expires_at }],
  ["filters that are no list", { ...claims, filters: filters[0] }],
  ["no end", { filters }],
  ["an end that is no time", { filters, expires_at: "soon" }],
  ["an end that is a number", { filters, expires_at: 9e15 }],
  ["catalogues that are no names", { ...claims, catalogs: [1] }],
  ["catalogues that are text", { ...claims, catalogs: "lamps" }],
  ["something unknown", { ...claims, scopes: ["admin"] }],
  ["a list", [claims]],
  ["null", null],
])("opens nothing when its claims have %s", async (_, wrong) => {
  const { keys, derive } = await setUp();
  expect(await keys.check(derive(wrong))).toBeNull();
});

it("opens nothing for 2,000 texts that look like one, and never throws", async () => {
  console.log(`derived keys: seed ${seed} (WINNOW_TEST_SEED)`);
  const { keys, record } = await setUp();
  const part = fc.stringMatching(/^[\w-]{0,60}$/);
  const id = fc.oneof(fc.constant(record.id), part);
  const text = fc.tuple(id, part, part).map((parts) => `wk_derived_${parts.join(".")}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, fc.string()), async (one) => (await keys.check(one)) === null),
    { numRuns: 2000, seed },
  );
});
