import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultCatalog, mineAside, openKeys, openStores, serve } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import { silentLog } from "./observe/log.ts";
import { createReport } from "./observe/report.ts";
import type { JobAnswer } from "./wire/job.ts";
import type { SynonymAnswer } from "./wire/synonym.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-synonyms-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The whole program, over a shop that calls things otherwise than its shoppers do. */
const open = async (env: Readonly<Record<string, string>> = {}) => {
  const config = readConfig({ PORT: "0", WINNOW_DATA: mkdtempSync(join(folder, "shop-")), WINNOW_LINGER_MS: "0", LOG_LEVEL: "silent", ...env }); // prettier-ignore
  const stores = await openStores(config);
  const products = ["1", "2", "3", "4", "5", "6"].map((n) => ({
    id: `h${n}`,
    title: `Expandable garden hose ${n}0 m`,
  }));
  const others = ["Spade", "Watering can", "Garden chair", "Steel trowel", "Velvet sofa"].map((title, i) => ({
    id: `o${i}`,
    title,
  }));
  await stores.products.write(defaultCatalog, [...products, ...others].map((product) => ({ op: "put" as const, product }))); // prettier-ignore
  const { secret } = await openKeys(stores).issue({ label: "test", scopes: ["admin", "events", "search"], catalogs: null, expiresInDays: null }); // prettier-ignore
  const running = await serve(config, { stores, report: createReport(silentLog), version: "test" });
  await running.retrieval.refresh(defaultCatalog);
  const call = async (path: string, body?: object, user = "u") => {
    const headers = {
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      "user-agent": "Mozilla/5.0",
    };
    const response = await fetch(running.server.url + path, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) }); // prettier-ignore
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, user };
  };
  const search = async (text: string, user: string) =>
    (await call("/v1/search", { q: text, user, session: user })).body as { query_id: string; total: number };
  return {
    ...{ config, call, search, stop: () => running.stop() },
    async shopper(user: string, texts: readonly string[], product: string) {
      let query_id = "";
      for (const text of texts) ({ query_id } = await search(text, user));
      // Sooner than a person could.
      await new Promise((resolve) => setTimeout(resolve, 600));
      const event = { type: "click", product, query_id, user, session: user, position: 1, timestamp: new Date().toISOString() }; // prettier-ignore
      return await call("/v1/events", { events: [event] });
    },
    settle: () => running.learning.settle(defaultCatalog),
  };
};

describe("what shoppers call otherwise", () => {
  it("is found in the log, measured, decided on, searched by within seconds beside a running server, and taken back", async () => {
    const shop = await open();
    try {
      expect((await shop.search("hosepipe", "before")).total).toBe(0);
      const sent = await Promise.all([
        ...["a", "b", "c", "d"].map((user) => shop.shopper(user, ["hosepipe", "garden hose"], "h1")),
        ...["e", "f", "g", "h", "i", "j"].map((user) => shop.shopper(user, ["spade"], "o0")),
      ]);
      expect(new Set(sent.map(({ body }) => body["accepted"]))).toEqual(new Set([1]));
      await shop.settle();

      // As `winnow backfill synonyms` does: beside the server, from stores of its own.
      const stores = await openStores(shop.config);
      const mine = (dryRun: boolean) =>
        mineAside(
          { stores, own: [], model: null, now: Date.now },
          { catalog: defaultCatalog, limit: null, auto: true, dryRun },
          { signal: new AbortController().signal, onProgress: () => undefined },
        );
      const dry = await mine(true);
      expect(dry.synonyms).toMatchObject([{ from: "hosepipe", to: "garden hose", status: "proposed" }]);
      expect((await shop.call("/v1/synonyms")).body).toMatchObject({ synonyms: [] });
      const report = await mine(false);
      expect(report.empty).toEqual([{ text: "hosepipe", searches: 5, now: 0, proposed: 6 }]);
      // The same comes of it again.
      expect((await mine(false)).synonyms).toHaveLength(1);
      await stores.close();

      const { synonyms } = (await shop.call("/v1/synonyms?status=proposed")).body as { synonyms: SynonymAnswer[] };
      expect(synonyms).toMatchObject([
        {
          ...{ kind: "one_way", from: "hosepipe", to: "garden hose", source: "log" },
          evidence: { shoppers: 4, share: 1 },
          effect: { searches: 5, recovered: 5, empty_before: 5, empty_after: 0, displaced: 0, refound_before: 0, refound_after: 1 }, // prettier-ignore
        },
      ]);
      const { id } = synonyms[0]!;
      expect((await shop.search("hosepipe", "x")).total).toBe(0);
      expect((await shop.call(`/v1/synonyms/${id}/accept`, {})).body).toMatchObject({ status: "live", by: "api" });
      expect((await shop.search("hosepipe", "x")).total).toBe(6);
      expect((await shop.call(`/v1/synonyms/${id}/retire`, {})).body).toMatchObject({ status: "retired" });
      expect((await shop.search("hosepipe", "x")).total).toBe(0);
      expect((await shop.call(`/v1/synonyms/${id}/refuse`, {})).status).toBe(409);
    } finally {
      await shop.stop();
    }
  });

  it("is shown without and with it before anyone decides, which is no search of a shopper's", async () => {
    const shop = await open();
    try {
      const preview = async (pair: Record<string, string>) =>
        (await shop.call(`/v1/synonyms/preview?${new URLSearchParams(pair).toString()}`)).body;
      const hosepipe = { from: "hosepipe", to: "garden hose" };
      const garden = {
        total: 6,
        hits: expect.arrayContaining([expect.objectContaining({ only_here: true })]) as unknown,
      };
      const nothing = { total: 0, hits: [] };
      expect(await preview(hosepipe)).toMatchObject({ text: "hosepipe", without: nothing, with: garden });
      // Live or not, it says the same.
      await shop.call("/v1/synonyms", hosepipe);
      expect(await preview(hosepipe)).toMatchObject({ without: nothing, with: garden });
      const beside = await preview({ from: "pipe", to: "hose", q: "garden chair" });
      expect(beside).toMatchObject({ text: "garden chair", without: { whole: true } });
      expect(beside["with"]).toEqual(beside["without"]);
      expect(await preview({ from: "hose", to: "Hose" })).toMatchObject({ code: "invalid_request" });
      await shop.search("spade", "x");
      await shop.settle();
      const traffic = (await shop.call("/v1/traffic?span=hour")).body as { totals: { searches: number } };
      expect(traffic.totals.searches).toBe(1);
    } finally {
      await shop.stop();
    }
  });

  it("takes another's place when it is edited, and both go back to what they were", async () => {
    const shop = await open();
    try {
      const give = async (from: string, to: string) =>
        (await shop.call("/v1/synonyms", { from, to })).body as unknown as SynonymAnswer;
      const statuses = async () => {
        const { synonyms } = (await shop.call("/v1/synonyms")).body as { synonyms: SynonymAnswer[] };
        return Object.fromEntries(
          synonyms.map(({ from, to, kind, status }) => [`${from} → ${to}`, `${kind} ${status}`]),
        );
      };
      const { id } = await give("hosepipe", "spade");
      await shop.call(`/v1/synonyms/${id}/reopen`, {});
      expect((await shop.search("hosepipe", "x")).total).toBe(0);
      const { body } = await shop.call(`/v1/synonyms/${id}/edit`, { from: "hosepipe", to: "garden hose" });
      expect(body).toMatchObject({ synonym: { to: "garden hose", status: "live", source: "person" }, was: null });
      const edited = body["synonym"] as SynonymAnswer;
      expect((await shop.search("hosepipe", "x")).total).toBe(6);
      expect(await statuses()).toEqual({
        "hosepipe → spade": "one_way refused",
        "hosepipe → garden hose": "one_way live",
      });
      // A live one is taken back; said twice it is the same.
      for (const was of [null, "live"]) {
        const again = await shop.call(`/v1/synonyms/${edited.id}/edit`, { from: "hosepipe", to: "watering can" });
        expect(again.body).toMatchObject({ was });
      }
      // The same words in another kind stay one.
      const { id: can } = await give("hosepipe", "watering can");
      await shop.call(`/v1/synonyms/${can}/edit`, { from: "hosepipe", to: "watering can", two_way: true });
      expect(await statuses()).toEqual({
        "hosepipe → spade": "one_way refused",
        "hosepipe → garden hose": "one_way retired",
        "hosepipe → watering can": "two_way live",
      });
      await shop.call(`/v1/synonyms/${can}/retire`, {});
      await shop.call(`/v1/synonyms/${id}/reopen`, {});
      expect(await statuses()).toMatchObject({ "hosepipe → spade": "one_way proposed" });
      expect((await shop.search("hosepipe", "x")).total).toBe(0);
      expect((await shop.call("/v1/synonyms/0000000000000000/edit", { from: "a", to: "b" })).status).toBe(404);
      expect((await shop.call(`/v1/synonyms/${id}/edit`, { from: "a", to: "a" })).status).toBe(400);
    } finally {
      await shop.stop();
    }
  });

  it("is searched by within five seconds when another process says so", async () => {
    const shop = await open();
    try {
      const stores = await openStores(shop.config);
      const { addSynonym } = await import("./synonyms/decide-synonyms.ts");
      const pair = { from: "Hosepipe", to: "garden hose", kind: "one_way" } as const;
      await addSynonym({ store: stores.synonyms, now: Date.now }, defaultCatalog, pair, "test");
      await stores.close();
      const until = Date.now() + 5000;
      while ((await shop.search("hosepipe", "x")).total === 0 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await shop.search("hosepipe", "x")).total).toBe(6);
      expect((await shop.call("/v1/synonyms", { from: "a => b", to: "c" })).body).toMatchObject({
        code: "invalid_request",
      });
      expect((await shop.call("/v1/synonyms/0000000000000000/accept", {})).status).toBe(404);
      expect((await shop.call("/v1/synonyms", { from: "spade", to: "Spade" })).status).toBe(400);
    } finally {
      await shop.stop();
    }
  });

  it.each([
    ["false", "proposed", 0],
    ["true", "live", 6],
  ] as const)(
    "is looked for by the job that is asked for: with WINNOW_SYNONYMS_AUTO=%s what is clearly good is %s, the rest is proposed",
    async (auto, status, found) => {
      const shop = await open({ WINNOW_SYNONYMS_AUTO: auto });
      try {
        const crowd = (name: string, n: number, texts: readonly string[], product: string) =>
          Array.from({ length: n }, (_, i) => shop.shopper(`${name}${i}`, texts, product));
        await Promise.all([
          ...crowd("a", 6, ["hosepipe", "garden hose"], "h1"),
          // Too few to go by without a person.
          ...crowd("b", 3, ["loveseat", "sofa"], "o4"),
          ...crowd("c", 10, ["spade"], "o0"),
        ]);
        await shop.settle();
        const run = async () => {
          const { body } = await shop.call("/v1/jobs", { name: "backfill_synonyms", payload: { catalog: defaultCatalog } }); // prettier-ignore
          for (const until = Date.now() + 10_000; ;) {
            const { job, log } = (await shop.call(`/v1/jobs/${(body as JobAnswer).id}`)).body as { job: JobAnswer; log: string[] }; // prettier-ignore
            if (job.state === "done" || job.state === "dead" || Date.now() > until) return { job, log };
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        };
        const listed = async () => {
          const { synonyms } = (await shop.call("/v1/synonyms")).body as { synonyms: SynonymAnswer[] };
          return Object.fromEntries(synonyms.map((one) => [`${one.from} → ${one.to}`, one.status]));
        };
        const wanted = { "hosepipe → garden hose": status, "loveseat → sofa": "proposed" };
        const { job, log } = await run();
        const live = status === "live" ? 1 : 0;
        expect(job).toMatchObject({ state: "done", failures: 0, result: { synonyms: { products: { live, proposed: 2 - live } } } }); // prettier-ignore
        expect(log).toContainEqual(expect.stringContaining(`“hosepipe” → “garden hose” is ${status}.`));
        expect(await listed()).toEqual(wanted);
        for (const until = Date.now() + 5000; Date.now() < until;)
          if ((await shop.search("hosepipe", "x")).total === found) break;
          else await new Promise((resolve) => setTimeout(resolve, 100));
        expect((await shop.search("hosepipe", "x")).total).toBe(found);
        expect((await shop.search("loveseat", "x")).total).toBe(0);

        // Asked for once more, it comes to the same.
        expect((await run()).job.state).toBe("done");
        expect(await listed()).toEqual(wanted);
      } finally {
        await shop.stop();
      }
    },
  );
});
