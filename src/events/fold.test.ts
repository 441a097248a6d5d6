import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom, shuffled } from "../../ranking/metrics/random.ts";
import { fold } from "../../ranking/state/fold.ts";
import { openSqlite, type SqliteStores } from "../adapters/sqlite/open-sqlite.ts";
import type { ShopEvent } from "../domain/event.ts";
import { dayMs } from "../domain/log-entry.ts";
import { noonMs, searchShown, shopEvent } from "../ports/behaviour-builders.contract.ts";
import { createFolder, type Folder } from "./fold.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-fold-"));
afterAll(() => rmSync(folder, { recursive: true }));
let stores: SqliteStores;
let folding: Folder;
let files = 0;
beforeEach(async () => {
  stores = await openSqlite(join(folder, `${files++}.db`));
  folding = folderOf(stores);
});
afterEach(() => stores.close());

const folderOf = ({ events, counters }: SqliteStores, batch = 500): Folder =>
  createFolder({ store: events, counters, fold, batch, now: () => noonMs });
const productOf = (id: string) => ({ id, group: id, brand: null, category: null, price: null });
const clicksOf = async (product: string): Promise<number> => {
  await folding.catchUp("shop");
  return (await stores.counters.read("shop", [`p:${product}`])).counters[0]!.get("C") ?? 0;
};
const everything = async (of = stores, by = of === stores ? folding : folderOf(of)) => {
  await by.catchUp("shop");
  const { entities } = await of.counters.entities("shop", null);
  return Object.fromEntries(entities.map(({ key, counters }) => [key, Object.fromEntries(counters)]));
};

it("counts one person's repeated clicks once a day for each query, and another person's again", async () => {
  const click = (id: string, more: Partial<ShopEvent> = {}) => shopEvent(id, { queryId: "q1", query: "lamp", ...more });
  await stores.events.append([click("e1"), click("e2", { timestampMs: noonMs + 60_000 })]);
  expect(await clicksOf("a")).toBe(1);
  await stores.events.append([click("same query, another search", { queryId: "q2" })]);
  expect(await clicksOf("a")).toBe(1);
  await stores.events.append([
    click("another query", { queryId: "q3", query: "sofa" }),
    click("another person", { user: "u2" }),
    click("another day", { timestampMs: noonMs - dayMs }),
  ]);
  expect(await clicksOf("a")).toBe(4);
});

it("comes to its end where the log's last entries were removed uncounted, and goes on from there", async () => {
  await stores.events.append([shopEvent("e1", { queryId: "q1", query: "lamp" })]);
  expect(await clicksOf("a")).toBe(1);
  await stores.events.append([shopEvent("e2", { queryId: "q2", query: "sofa" })]);
  expect(await stores.events.trim("shop", noonMs + dayMs)).toBe(2);
  await folding.catchUp("shop");
  expect(await stores.counters.sequence("shop")).toBe(await stores.events.head("shop"));
  await stores.events.append([shopEvent("e3", { queryId: "q3", query: "rug" })]);
  expect(await clicksOf("a")).toBe(2);
});

it("counts nothing of bots, and nothing of who cannot be held to a limit", async () => {
  await stores.events.append([
    shopEvent("bot", { setAside: "bot" }),
    shopEvent("nobody", { user: null, session: null, queryId: null }),
  ]);
  await stores.events.appendImpressions([searchShown("q1", { bot: true })]);
  expect(await everything()).toEqual({});
  expect(await stores.counters.sequence("shop")).toBe(await stores.events.head("shop"));
});

it("takes a flood back, also what was counted before it was one, and lets later days count", async () => {
  const flood = Array.from({ length: 1000 }, (_, i) =>
    shopEvent(`f${i}`, { user: "flood", queryId: `q${i}`, product: productOf(`p${i % 100}`) }),
  );
  await stores.events.append(flood.slice(0, 100));
  expect(await clicksOf("p5")).toBe(1);
  await stores.events.append(flood.slice(100));
  expect(await everything()).toEqual({});
  await stores.events.append([shopEvent("tomorrow", { user: "flood", timestampMs: noonMs + dayMs })]);
  expect(await clicksOf("a")).toBe(1);
});

it("takes back clicks that come sooner than a person can see what was found", async () => {
  const queries = ["q1", "q2", "q3", "q4", "q5"];
  await stores.events.append(
    queries.map((queryId) => shopEvent(queryId, { queryId, product: productOf(queryId), timestampMs: noonMs + 120 })),
  );
  expect(await clicksOf("q1")).toBe(1);
  await stores.events.appendImpressions(queries.map((queryId) => searchShown(queryId, { normalized: queryId })));
  expect(await everything()).toEqual({});
});

it("learns from an impression that comes later what its events were about", async () => {
  await stores.events.append([shopEvent("e1", { queryId: "q1", position: null })]);
  expect(await everything()).not.toHaveProperty("q:lamp red");
  await stores.events.appendImpressions([searchShown("q1")]);
  const late = await everything();
  expect(late["q:lamp red"]).toMatchObject({ C: 1, "C:a": 1, s: 1 });

  await using other = await openSqlite(join(folder, "in-order.db"));
  await other.events.appendImpressions([searchShown("q1")]);
  await other.events.append([shopEvent("e1", { queryId: "q1", query: "red lamp", position: 1 })]);
  expect(await everything(other)).toEqual(late);
});

it("ten tokens with a thousand clicks each move a product by at most one place", async () => {
  // Ten products, the i-th clicked by 10 × (10 − i) people; the attack is on the last but one place up.
  const honest = Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 * (10 - i) }, (_, j) =>
      shopEvent(`h${i}-${j}`, {
        user: `u${i}-${j}`,
        queryId: `q${i}-${j}`,
        query: "lamp",
        product: productOf(`p${i}`),
      }),
    ),
  ).flat();
  const attacked = "p8";
  const attacks: Readonly<Record<string, (token: number, click: number) => Partial<ShopEvent>>> = {
    "the same click": () => ({ queryId: "qx", query: "lamp" }),
    "a search each": (token, click) => ({ queryId: `x${token}-${click}`, query: "lamp" }),
    "a query each": (token, click) => ({ queryId: `x${token}-${click}`, query: `lamp ${click}` }),
    "a few a day over a month": (token, click) => ({
      ...{ queryId: `x${token}-${click}`, query: "lamp" },
      timestampMs: noonMs - (click % 29) * dayMs,
    }),
  };
  const order = async () => {
    const keys = Array.from({ length: 10 }, (_, i) => `p:p${i}`);
    await folding.catchUp("shop");
    const { counters } = await stores.counters.read("shop", keys);
    const clicks = counters.map((one) => one.get("C") ?? 0);
    return keys.map((_, i) => i).sort((a, b) => clicks[b]! - clicks[a]! || a - b);
  };
  await stores.events.append(honest);
  const before = (await order()).indexOf(8);
  for (const [name, attack] of Object.entries(attacks)) {
    const clicks = Array.from({ length: 10_000 }, (_, i) => {
      const [token, click] = [i % 10, Math.floor(i / 10)];
      const more = { user: `attacker${token}`, product: productOf(attacked), timestampMs: noonMs + click * 1000 };
      return shopEvent(`${name} ${i}`, { ...more, ...attack(token, click) });
    });
    await stores.events.append(clicks);
    const after = (await order()).indexOf(8);
    await Promise.all(Array.from({ length: 10 }, (_, token) => stores.events.markErased(`attacker${token}`)));
    expect([name, before - after <= 1]).toEqual([name, true]);
  }
  expect((await order()).indexOf(8)).toBe(before);
}, 60_000);

it("counts each entry once, however many fold at the same time and however small their steps", async () => {
  const random = seededRandom(7);
  const events = Array.from({ length: 600 }, (_, i) =>
    shopEvent(`e${i}`, { user: `u${i % 40}`, queryId: `q${i % 70}`, product: productOf(`p${i % 13}`) }),
  );
  await using others = await openSqlite(join(folder, `${files - 1}.db`));
  const folders = [stores, others, stores].map((one, i) => folderOf(one, 7 + 20 * i));
  for (const [i, event] of shuffled(events, random).entries()) {
    if (i % 30 === 0) await Promise.all(folders.map((one) => one.step("shop")));
    await stores.events.append([event]);
  }
  const found = await everything();
  await stores.counters.reset("shop");
  expect(found).toEqual(await everything());
  expect(found["g"]!["C"]).toBe(
    new Set(events.map(({ user, queryId, product }) => `${user} ${queryId} ${product!.id}`)).size,
  );
});

it("rests between two batches when nobody has asked, for longer than they take", async () => {
  await stores.events.append(Array.from({ length: 100 }, (_, i) => shopEvent(`e${i}`, { queryId: `q${i}` })));
  const { events, counters } = stores;
  const steps: { from: number; to: number }[] = [];
  const slow: typeof counters = {
    ...counters,
    sequence: async (catalog) => {
      steps.push({ from: performance.now(), to: Infinity });
      await sleep(10);
      return await counters.sequence(catalog);
    },
    apply: async (...change) => {
      const applied = await counters.apply(...change);
      steps.at(-1)!.to = performance.now();
      return applied;
    },
  };
  folding = createFolder({ store: events, counters: slow, fold, batch: 10, now: () => noonMs });
  folding.start(5);
  while ((await counters.sequence("shop")) < 100) await sleep(5);
  await folding[Symbol.asyncDispose]();
  const pauses = steps.slice(1, 10).map(({ from }, i) => from - steps[i]!.to);
  const worked = steps.slice(0, 9).map(({ from, to }) => to - from);
  pauses.forEach((pause, i) => expect(pause).toBeGreaterThan(worked[i]!));
});

it("forgets what ranking reads no more, once a UTC day, and counts on", async () => {
  const oldMs = noonMs - 29 * dayMs;
  await stores.events.append([shopEvent("old", { timestampMs: oldMs, receivedAtMs: oldMs }), shopEvent("new")]);
  let nowMs = oldMs;
  const { events, counters } = stores;
  const expire = (key: string, fields: ReadonlyMap<string, number>, day: number) =>
    [...fields].filter(([field]) => field === `Cd${day - 29}`).map(([field, by]) => ({ key, field, by: -by }));
  folding = createFolder({ store: events, counters, fold, expire, now: () => nowMs });
  const day = Math.floor(oldMs / dayMs);
  expect((await everything())["p:a"]).toMatchObject({ C: 2, [`Cd${day}`]: 1 });
  nowMs = noonMs;
  await stores.events.append([shopEvent("next", { queryId: "q2" })]);
  const after = await everything();
  expect(after["p:a"]).toMatchObject({ C: 3 });
  expect(after["p:a"]).not.toHaveProperty(`Cd${day}`);
});
