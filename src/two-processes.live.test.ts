import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "./config/config.ts";
import { openStores } from "./compose.ts";
import type { LogEntry } from "./domain/log-entry.ts";
import { countsIn, countsOf } from "./testing/killed-events.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "./testing/live-elasticsearch.ts";
import { redisUrl } from "./testing/live-redis.ts";
import { importAll } from "./testing/live-shop.ts";
import { startServerProcess } from "./testing/server-process.ts";

const redis = redisUrl();
const products = Array.from({ length: 30 }, (_, i) => ({ id: `p${i}`, title: `Desk lamp ${i}`, price: 10 + i }));

(redis === null ? it.skip : it)(
  "two servers on one Elasticsearch and one Redis take each event once, whoever is told, and count it once, whoever folds",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "winnow-two-"));
    const prefix = drawPrefix();
    const environment = {
      ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
      ...{ REDIS_URL: redis!, WINNOW_DATA: folder, WINNOW_SEARCH_DEADLINE_MS: "5000", WINNOW_RESCORE_BUDGET_MS: "500" },
    };
    const stores = await openStores(readConfig(environment));
    await importAll(stores.products, products);
    const servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
    try {
      let accepted = 0;
      let duplicates = 0;
      const told = new Set<string>();
      const shopper = async (name: number) => {
        for (let visit = 0; visit < 12; visit += 1) {
          const [near, far] = name % 2 === 0 ? [servers[0], servers[1]] : [servers[1], servers[0]];
          const query = `q=lamp&session=s${name}&user=u${name}`;
          const found = (await (await fetch(`${near.url}/v1/search?${query}`, { headers: browser })).json()) as Found;
          // At a person's pace: what comes faster is no shopper's, and is not counted.
          const timestamp = Date.now() - (12 - visit) * 600_000;
          // The search was answered by one, and what came of it is told to both.
          const events = found.hits.slice(0, 3).map(({ id: product }, i) => ({
            ...{ id: `e-${name}-${visit}-${i}`, type: i === 2 ? "add_to_cart" : "click", product },
            ...{ query_id: found.query_id, session: `s${name}`, user: `u${name}`, timestamp: timestamp + i * 20_000 },
          }));
          for (const { id } of events) told.add(id);
          for (const answer of await Promise.all([near, far].map(({ url }) => send(url, events)))) {
            accepted += answer.accepted;
            duplicates += answer.duplicates;
          }
        }
      };
      await Promise.all([0, 1, 2, 3, 4, 5].map(shopper));
      expect({ accepted, duplicates }).toEqual({ accepted: told.size, duplicates: told.size });

      const isFolded = async () =>
        (await stores.counters.sequence("products")) >= (await stores.events.head("products"));
      await sleep(500); // impressions are written behind the answers
      for (let tries = 0; tries < 200 && !(await isFolded()); tries += 1) await sleep(50);
      const entries = await stores.events.read("products", 0, 1e6);
      expect(entries.filter(({ kind }) => kind === "impression")).toHaveLength(6 * 12);
      expect(new Set(entries.flatMap((one) => (one.kind === "event" ? [one.event.id] : [])))).toEqual(told);
      const counts = await countsOf(stores.counters, "products");
      expect(counts).toEqual(countsIn(withSearches(entries)));
      expect(Object.keys(counts).length).toBeGreaterThan(3);
    } finally {
      for (const server of servers) await server.end("SIGTERM");
      await stores.close();
      await removeIndices(prefix);
      await rm(folder, { recursive: true, force: true });
    }
  },
  90_000,
);

/** What an event did not say of its search when it came, since another process was just writing it down. */
const withSearches = (entries: readonly LogEntry[]): readonly LogEntry[] => {
  const searches = new Map(
    entries.flatMap((one) => (one.kind === "impression" ? [[one.impression.queryId, one.impression] as const] : [])),
  );
  return entries.map((one) => {
    const search = one.kind === "event" && one.event.query === null ? searches.get(one.event.queryId!) : undefined;
    if (one.kind === "impression" || search === undefined) return one;
    const place = search.shown.find(({ id, position }) => position > 0 && id === one.event.product!.id);
    const position = one.event.position ?? place?.position ?? null;
    return { ...one, event: { ...one.event, query: search.normalized, position } };
  });
};

const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };

interface Found {
  readonly query_id: string;
  readonly hits: readonly { readonly id: string }[];
}

const send = async (url: string, events: readonly object[]) => {
  const answer = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json", ...browser },
    body: JSON.stringify({ events }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { readonly accepted: number; readonly duplicates: number };
};
