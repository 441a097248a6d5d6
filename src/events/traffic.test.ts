import type { ShopEvent } from "../domain/event.ts";
import type { Impression } from "../domain/impression.ts";
import type { LogEntry } from "../domain/log-entry.ts";
import { TrafficAnswer } from "../wire/traffic.ts";
import { createTraffic } from "./traffic.ts";

const nowMs = Date.UTC(2025, 5, 1, 12, 30, 20);
const minute = 60_000;

/** A log in memory, with the searches and events that the test writes. */
const openLog = () => {
  const entries: LogEntry[] = [];
  let queries = 0;
  return {
    entries,
    store: {
      head: () => Promise.resolve(entries.length),
      tail: (_: string, after: number, limit: number) => {
        const page = entries.slice(after, after + limit);
        return Promise.resolve({ entries: page, erasures: [], to: after + page.length });
      },
    },
    search(text: string, part: Partial<Impression> = {}) {
      const queryId = String(++queries).padStart(32, "0");
      const impression = {
        queryId,
        text,
        normalized: text,
        shownAtMs: nowMs,
        bot: false,
        page: 1,
        total: 5,
        arm: "champion",
        modelVersion: "m-1",
        ...part,
      };
      entries.push({ sequence: entries.length + 1, kind: "impression", impression: impression as Impression });
      return queryId;
    },
    event(type: string, queryId: string | null, part: Partial<ShopEvent> = {}) {
      const event = { type, queryId, timestampMs: nowMs, setAside: null, ...part } as ShopEvent;
      entries.push({ sequence: entries.length + 1, kind: "event", event });
    },
  };
};
const trafficOf = (log: ReturnType<typeof openLog>, more = {}) =>
  createTraffic({ store: log.store, now: () => nowMs, ...more });

it("lists what found nothing as it was typed, since what it was corrected to says less", async () => {
  const log = openLog();
  for (const text of ["Blow dryer", "blow  dryer ", "lamp"]) {
    const total = text === "lamp" ? 9 : 0;
    log.search(text, { normalized: total === 0 ? "below dryer" : text, total });
  }
  const { top_queries, empty_queries } = await trafficOf(log).read("products", "hour");
  expect(top_queries.map(({ text }) => text)).toEqual(["below dryer", "lamp"]);
  expect(empty_queries).toMatchObject([{ text: "blow dryer", searches: 2, zero_results: 2 }]);
});

it("counts a search once, whatever its pages, and what came of it, when it happened", async () => {
  const log = openLog();
  const lamp = log.search("lamp", { shownAtMs: nowMs - 10 * minute });
  log.search("lamp", { queryId: lamp, page: 2, shownAtMs: nowMs - 9 * minute });
  log.event("click", lamp, { timestampMs: nowMs - 9 * minute });
  log.event("click", lamp, { timestampMs: nowMs - 8 * minute });
  log.event("purchase", lamp);
  log.event("wish", lamp);
  log.search("zzz", { total: 0 });
  const report = await trafficOf(log).read("products", "hour");
  TrafficAnswer.parse(report);
  expect(report.totals).toEqual({
    searches: 2,
    zero_results: 1,
    clicks: 2,
    add_to_carts: 0,
    purchases: 1,
    set_aside: 0,
  });
  expect(report.buckets.length).toBe(60);
  expect(report.buckets.at(-1)).toMatchObject({ at_ms: nowMs - 20_000, searches: 1, purchases: 1 });
  expect(report.buckets.at(-11)).toMatchObject({ searches: 1, clicks: 0 });
  expect(report.buckets.at(-10)).toMatchObject({ searches: 0, clicks: 1 });
  expect(report.top_queries[0]).toEqual({ text: "lamp", searches: 1, clicked: 1, purchased: 1, zero_results: 0 });
  expect(report.empty_queries).toEqual([{ text: "zzz", searches: 1, clicked: 0, purchased: 0, zero_results: 1 }]);
});

it("counts a click that was written before its search", async () => {
  const log = openLog();
  log.event("purchase", "1".padStart(32, "0"));
  log.search("lamp");
  const { top_queries: queries } = await trafficOf(log).read("products", "hour");
  expect(queries).toEqual([{ text: "lamp", searches: 1, clicked: 1, purchased: 1, zero_results: 0 }]);
});

it("keeps bots and repeats apart", async () => {
  const log = openLog();
  log.search("lamp", { bot: true });
  const lamp = log.search("lamp");
  log.event("click", lamp, { setAside: "repeat" });
  log.event("click", lamp, { setAside: "bot" });
  const { totals, top_queries } = await trafficOf(log).read("products", "day");
  expect(totals).toMatchObject({ searches: 1, clicks: 0, set_aside: 3 });
  expect(top_queries).toMatchObject([{ searches: 1, clicked: 0 }]);
});

it("tells the orders apart by what came of them", async () => {
  const log = openLog();
  for (let i = 0; i < 10; i++) {
    const queryId = log.search("lamp", i < 6 ? {} : { arm: "challenger", modelVersion: "m-2" });
    if (i % 2 === 0) log.event("click", queryId);
    if (i === 8) log.event("purchase", queryId);
  }
  const { arms } = await trafficOf(log).read("products", "hour");
  expect(arms).toEqual([
    { arm: "champion", model: "m-1", searches: 6, clicked: 3, purchased: 0, zero_results: 0 },
    { arm: "challenger", model: "m-2", searches: 4, clicked: 2, purchased: 1, zero_results: 0 },
  ]);
});

it("every span tells the same events, in its own steps, and none from before it", async () => {
  const log = openLog();
  const hours = [0, 0.5, 3, 23, 30, 24 * 6, 24 * 20];
  for (const ago of hours) log.search("lamp", { shownAtMs: nowMs - ago * 60 * minute });
  const traffic = trafficOf(log);
  const searches = async (span: "hour" | "day" | "week" | "month") =>
    (await traffic.read("products", span)).totals.searches;
  expect(await searches("hour")).toBe(2);
  expect(await searches("day")).toBe(4);
  expect(await searches("week")).toBe(6);
  expect(await searches("month")).toBe(7);
});

it("begins near the end of a long log, reads on with each call, and counts nothing twice", async () => {
  const log = openLog();
  for (let i = 0; i < 5000; i++) log.search(`q${i % 7}`);
  const traffic = trafficOf(log, { lookBack: 3000 });
  expect((await traffic.read("products", "hour")).totals.searches).toBe(3000);
  log.search("new");
  const [one, two] = await Promise.all([traffic.read("products", "hour"), traffic.read("products", "hour")]);
  expect([one.totals.searches, two.totals.searches, two.behind]).toEqual([3001, 3001, 0]);
});

it("stops reading when its time is over and says how far behind it is", async () => {
  const log = openLog();
  for (let i = 0; i < 3000; i++) log.search("lamp");
  const traffic = trafficOf(log, { budgetMs: 0 });
  const first = await traffic.read("products", "hour");
  expect([first.totals.searches, first.behind]).toEqual([0, 3000]);
});

it("reads the rest without being asked again", async () => {
  const log = openLog();
  for (let i = 0; i < 6000; i++) log.search("lamp");
  const read: number[] = [];
  const store = {
    ...log.store,
    tail: async (catalog: string, after: number, limit: number) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      read.push(after);
      return log.store.tail(catalog, after, limit);
    },
  };
  const traffic = createTraffic({ store, now: () => nowMs, budgetMs: 1 });
  expect((await traffic.read("products", "hour")).behind).toBe(5000);
  while (read.length < 7) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(read).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000]);
  expect((await traffic.read("products", "hour")).totals.searches).toBe(6000);
});

it("goes on after the store failed once", async () => {
  const log = openLog();
  log.search("lamp");
  let fails = true;
  const store = { ...log.store, head: () => (fails ? Promise.reject(new Error("gone")) : log.store.head()) };
  const traffic = createTraffic({ store, now: () => nowMs });
  await expect(traffic.read("products", "hour")).rejects.toThrow("gone");
  fails = false;
  expect((await traffic.read("products", "hour")).totals.searches).toBe(1);
});
