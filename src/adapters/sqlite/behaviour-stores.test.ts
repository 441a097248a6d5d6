import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noonMs, shopEvent } from "../../ports/behaviour-builders.contract.ts";
import { counterStoreContract } from "../../ports/counter-store.contract.ts";
import { eventStoreContract } from "../../ports/event-store.contract.ts";
import { sessionStoreContract } from "../../ports/session-store.contract.ts";
import { openSqlite } from "./open-sqlite.ts";
import { memorySessions } from "./session-store.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-behaviour-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `${files++}.db`);

eventStoreContract("SQLite", async () => (await openSqlite(newFile())).events);

counterStoreContract("SQLite", async () => {
  const file = newFile();
  return [(await openSqlite(file)).counters, (await openSqlite(file)).counters];
});

sessionStoreContract("memory", () => {
  let nowMs = noonMs;
  return Promise.resolve({ store: memorySessions({ now: () => nowMs }), advance: (ms) => (nowMs += ms) });
});

it("holds so many sessions and no more, the longest untouched going first", async () => {
  const store = memorySessions({ now: () => noonMs, most: 2 });
  const { product } = shopEvent("");
  const entry = { sequence: 1, type: "click", timestampMs: noonMs, product: product! };
  for (const session of ["a", "b", "a", "c"]) await store.add("shop", session, [entry]);
  const known = await Promise.all(["a", "b", "c"].map((session) => store.read("shop", session)));
  expect(known.map((one) => one !== null)).toEqual([true, false, true]);
});

it("has the sessions of the last half hour again after a restart", async () => {
  const file = newFile();
  {
    await using stores = await openSqlite(file);
    await stores.events.append([
      shopEvent("old", { session: "s0", receivedAtMs: noonMs - 31 * 60_000 }),
      shopEvent("e1", { session: "s1", receivedAtMs: noonMs - 60_000 }),
      shopEvent("e2", { session: "s1", queryId: "q", receivedAtMs: noonMs }),
      shopEvent("bot", { session: "s2", receivedAtMs: noonMs, setAside: "bot" }),
      shopEvent("no session", { user: "u9", receivedAtMs: noonMs }),
    ]);
  }
  await using stores = await openSqlite(file, { now: () => noonMs });
  const { sessions } = stores;
  expect((await sessions.read("shop", "s1"))?.entries.map(({ sequence }) => sequence)).toEqual([2, 3]);
  expect(await sessions.read("shop", "u9")).not.toBeNull();
  expect([await sessions.read("shop", "s0"), await sessions.read("shop", "s2")]).toEqual([null, null]);
});

it("says that the disk is full, keeps what was acknowledged and takes the next that fits", async () => {
  const file = newFile();
  await using stores = await openSqlite(file, { maxBytes: 500_000 });
  let kept = 0;
  const fill = async (): Promise<void> => {
    for (;;) {
      const extra = { filler: "x".repeat(2000) };
      await stores.events.append(Array.from({ length: 10 }, (_, i) => shopEvent(`e${kept + i}`, { extra })));
      kept += 10;
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: "storage_full" });
  expect(kept).toBeGreaterThan(50);
  expect(await stores.events.read("shop", 0, 10_000)).toHaveLength(kept);
  await stores.events.trim("shop", noonMs + 1);
  await expect(stores.events.append([shopEvent("next")])).resolves.toMatchObject([{ duplicate: false }]);
});

it("draws a secret once, for all processes", async () => {
  const file = newFile();
  await using one = await openSqlite(file);
  await using two = await openSqlite(file);
  const secrets = await Promise.all([one, two, one].map((stores) => stores.keys.secret("pseudonyms")));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]).toMatch(/^[\w-]{43}$/);
  expect(await two.keys.secret("other")).not.toBe(secrets[0]);
});
