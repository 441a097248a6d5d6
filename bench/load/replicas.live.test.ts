import { setTimeout as sleep } from "node:timers/promises";
import { openStores } from "../../src/compose.ts";
import { readConfig } from "../../src/config/config.ts";
import { startServerProcess, type ServerProcess } from "../../src/testing/server-process.ts";
import { startBalancer } from "./balancer.ts";
import { figure, k6IsThere, runK6 } from "./k6.ts";
import { type PreparedShop, prepareShop } from "./system.ts";

const hasServers = process.env["ELASTICSEARCH_URL"] !== undefined && process.env["REDIS_URL"] !== undefined;
const hasK6 = await k6IsThere();
if (!hasServers) console.log("Skipped: set ELASTICSEARCH_URL and REDIS_URL to running servers.");
if (!hasK6) console.log("The rolling restart is skipped: set K6 to the path of k6.");

(hasServers ? describe : describe.skip)("two replicas on one Elasticsearch and one Redis", () => {
  let shop: PreparedShop;
  let replicas: ServerProcess[];
  const start = () => startServerProcess(shop.environment);
  beforeAll(async () => {
    // A busy machine is not what is tested; readiness is off longer than the balancer takes to look again.
    const env = {
      ...{ WINNOW_SEARCH_DEADLINE_MS: "5000", WINNOW_RESCORE_BUDGET_MS: "1000", WINNOW_LINGER_MS: "1000" },
      ...{ LIGHTGBM_LIB: "none" },
    };
    shop = await prepareShop({ deployment: "elasticsearch", products: 1_000, env, log: () => undefined });
    replicas = await Promise.all([start(), start()]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(replicas.map((one) => one.end("SIGTERM")));
    await shop[Symbol.asyncDispose]();
  }, 60_000);

  const ask = async (replica: number, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(replicas[replica]!.url + path, {
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      headers: { "content-type": "application/json", authorization: `Bearer ${shop.adminKey}`, "user-agent": browser },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  /** What the other one sees of it, and how many milliseconds later. */
  const reaches = async (what: string, isThere: () => Promise<boolean>): Promise<void> => {
    const from = performance.now();
    while (!(await isThere())) {
      if (performance.now() - from > 5000) throw new Error(`The other process did not see ${what} within 5 s.`);
      await sleep(25);
    }
    console.log(`The other process sees ${what} after ${Math.round(performance.now() - from)} ms.`);
  };
  const modelOf = async (replica: number) => {
    const { ranking } = (await ask(replica, "/v1/search?q=sofa")) as { ranking: { model: string | null } };
    return ranking.model;
  };

  it("serve another model within five seconds of its promotion by one of them, and none once it is taken back", async () => {
    const version = await modelOf(0);
    expect(version).not.toBeNull();
    await ask(0, "/v1/models/rollback", {});
    await reaches("that the model is taken back", async () => (await modelOf(1)) === null);
    await ask(1, `/v1/models/${version}/promote`, {});
    await reaches("a model promoted", async () => (await modelOf(0)) === version);
  }, 30_000);

  it("search by a synonym within five seconds of its being given to one of them", async () => {
    const total = async (replica: number) => ((await ask(replica, "/v1/search?q=qwombel")) as { total: number }).total;
    expect(await total(1)).toBe(0);
    await ask(0, "/v1/synonyms", { from: "qwombel", to: "sofa" });
    await reaches("a synonym", async () => (await total(1)) > 0);
  }, 30_000);

  it("know within five seconds what a session has done that told only one of them", async () => {
    const { hits } = (await ask(0, "/v1/search?q=sofa")) as { hits: { id: string; product: unknown }[] };
    const product = hits[1]!.id;
    const stores = await openStores(readConfig(shop.environment));
    // A model may make nothing of a session, but what was known of it is written down with every search.
    const isKnown = async () => {
      const { query_id: queryId } = (await ask(1, "/v1/search?q=sofa&session=shopper-of-both")) as { query_id: string };
      for (;;) {
        const [page] = await stores.events.impressions("products", queryId);
        if (page !== undefined) return page.sessionSequence > 0;
        await sleep(25);
      }
    };
    try {
      expect(await isKnown()).toBe(false);
      const click = { type: "click", product, session: "shopper-of-both" };
      await ask(0, "/v1/events", { events: [click] });
      await reaches("a session's click", isKnown);
    } finally {
      await stores.close();
    }
  }, 30_000);

  (hasK6 ? it : it.skip)(
    "are replaced one after the other under load without one failed request",
    async () => {
      await using balancer = await startBalancer();
      balancer.use(replicas.map(({ url }) => url));
      for (const { url } of replicas) await balancer.ready(url);
      const settings = { BASE_URL: balancer.url, SHOP_FILE: shop.file, FLOOD: "1", SECONDS: "9" };
      const loading = runK6("events", { ...settings, SEARCHES: "5", RATE: "3" });
      await sleep(3000);
      const codes: (number | null)[] = [];
      for (const i of [0, 1]) {
        const fresh = await start();
        const others = replicas.filter((_, at) => at !== i).map(({ url }) => url);
        balancer.use([...others, replicas[i]!.url, fresh.url]);
        await balancer.ready(fresh.url);
        codes.push(await replicas[i]!.end("SIGTERM"));
        replicas[i] = fresh;
        balancer.use(replicas.map(({ url }) => url));
      }
      const run = await loading;
      console.log(`Two processes replaced under load:\n${run.text}`);
      expect(codes).toEqual([0, 0]);
      expect(figure(run, "failed", "passes")).toBe(0);
      expect(figure(run, "answered", "rate")).toBeGreaterThan(0.99);
      expect(figure(run, "purchases_acknowledged", "count")).toBe(figure(run, "purchases_made", "count"));
      expect(figure(run, "goodput", "count")).toBeGreaterThan(50);
    },
    90_000,
  );
});

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
