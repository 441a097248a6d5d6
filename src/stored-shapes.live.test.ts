import { readFile, writeFile } from "node:fs/promises";
import { openBullJobs } from "./adapters/bull/open-bull-jobs.ts";
import { openRedis } from "./adapters/redis/open-redis.ts";
import type { JsonObject } from "./domain/json.ts";
import { jobPolicies } from "./jobs/definitions.ts";
import { noonMs, searchShown, shopEvent } from "./ports/behaviour-builders.contract.ts";
import { defaultMapping } from "./testing/harness.ts";
import { elasticsearchUrl, openLiveStores } from "./testing/live-elasticsearch.ts";
import { drawRedisPrefix, redisUrl } from "./testing/live-redis.ts";
import { importAll } from "./testing/live-shop.ts";
import { aModel } from "./testing/model-builders.ts";

// The compiled file lies two folders below the root.
const stored = new URL("../../testdata/stored/", import.meta.url);
type Dump = (url: string, whose: string) => Promise<string>;
interface Dumps {
  readonly dumpElasticsearch: Dump;
  readonly dumpRedis: Dump;
}
const { dumpElasticsearch, dumpRedis } = (await import(new URL("dump-servers.mjs", stored).href)) as Dumps;

const redis = redisUrl();
const now = () => noonMs;

/*
 * What these few writes leave behind, line by line. A line that is not as in the file is read otherwise by the version before,
 * or reads what that has left otherwise: raise the number, add what an older one becomes (docs/upgrade.md, "For developers"),
 * and let the file be written anew: WINNOW_UPDATE=1. A line more that older versions do not look at needs no other number.
 */
it("what is written to Elasticsearch has the shape that FORMAT 1 stands for", async () => {
  const stores = await openLiveStores({ now });
  try {
    await stores.products.defineCatalog("products", defaultMapping);
    await importAll(stores.products, ["a", "b"].map((id) => ({ id, title: `lamp ${id}`, brand: "Acme", price: 10 }))); // prettier-ignore
    await stores.products.write("products", [{ op: "delete", id: "b" }]);
    const secret = await stores.keys.secret("redis");
    await stores.keys.insert({
      ...{ id: "k1", hash: "00", label: "a", scopes: ["admin"], catalogs: null },
      ...{ createdAtMs: noonMs, expiresAtMs: null },
    });
    await stores.events.append([shopEvent("e1", { catalog: "products", queryId: "q1", query: "red lamp" })]);
    await stores.events.appendImpressions([searchShown("q1", { catalog: "products" })]);
    await stores.models.save(aModel(), "tree");
    await stores.models.point("shop", { revision: 1, champion: "m-000000000001", canary: null });
    await stores.models.lease("retrain/shop", "me", 1000, noonMs);
    await stores.answers.charge({
      ...{ day: "2026-01-31", purpose: "descriptions", model: "m", calls: 1 },
      ...{ promptTokens: 10, completionTokens: 2, costMicros: 7 },
    });
    const dumped = (await dumpElasticsearch(elasticsearchUrl(), stores.prefix)).replaceAll(secret, "SECRET");
    await compare("written-to-elasticsearch-1.txt", plain(dumped, stores.prefix));
  } finally {
    await stores.close();
    await stores.remove();
  }
}, 60_000);

(redis === null ? it.skip : it)(
  "what is written to Redis has the shape that COUNTED 1 and Bull stand for",
  async () => {
    const prefix = drawRedisPrefix();
    await using stores = await openRedis({ url: redis!, prefix, now });
    const add = (key: string, by: number) => ({ key, field: "C", by });
    await stores.counters.apply("shop", [add("p:a", 1), add("g", 2)], 0, 1);
    const { product, timestampMs, type } = shopEvent("e1");
    await stores.sessions.add("shop", "s1", [{ sequence: 1, type, timestampMs, product: product! }]);
    await stores.rates.add("7", new Map([["a", 3]]), 60_000);
    const onTrouble = () => undefined;
    await using jobs = await openBullJobs({ url: redis!, prefix: `${prefix}:jobs`, policies: jobPolicies, onTrouble });
    await jobs.enqueue("fold_events", { catalog: "shop" }, { id: "1", trace: "00-1-2-01" });
    await jobs.enqueue("reindex", { catalog: "shop" }, { id: "2", dedupe: "shop", delayMs: 60_000 });
    await jobs.saveSchedule({ key: "k", name: "retention", payload: {}, when: { cron: "0 3 * * *" } }, noonMs);
    const dumped = await dumpRedis(redis!, `${prefix}:*`);
    const drawn = /"ver","([\w-]{12})"/.exec(dumped)![1]!;
    await compare("written-to-redis-1.txt", plain(dumped.replaceAll(drawn, "DRAWN"), prefix));
  },
  30_000,
);

/** In order, without what is another each time. */
const plain = (dump: string, prefix: string): string =>
  dump
    .replaceAll(prefix, "PREFIX")
    .replaceAll(/-\d{14}-[0-9a-f]{6}/g, "-DRAWN")
    .replaceAll(/"seqNo":\d+,/g, "")
    .replaceAll(/"expiresInMs":\d+/g, '"expires":true')
    .trim()
    .split("\n")
    .map((line) => JSON.stringify(JSON.parse(line, seen)))
    // In milliseconds, or as Bull orders by it.
    .map((line) => line.replaceAll(/\b(1[6-9]\d{11}|7\d{15})\b/g, "TIME"))
    .sort()
    .join("\n");

/** What a document holds as text is looked into; what a mapping or the index' format stands for is left out. */
const seen = (key: string, value: unknown): unknown => {
  if ((key === "json" || key === "body") && typeof value === "string") return JSON.parse(value, seen) as unknown;
  if (["mapping", "data", "sha256", "analysis", "columns", "bytes"].includes(key)) return key.toUpperCase();
  if (key === "properties" && Object.hasOwn(value as object, "winnow"))
    return { winnow: (value as JsonObject)["winnow"] };
  return key === "_meta" && Object.hasOwn(value as object, "winnow") ? "META" : value;
};

const compare = async (name: string, text: string): Promise<void> => {
  const file = new URL(name, stored);
  if (process.env["WINNOW_UPDATE"] === "1") await writeFile(file, `${text}\n`);
  expect(text.split("\n")).toEqual((await readFile(file, "utf8")).trim().split("\n"));
};
