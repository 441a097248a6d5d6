import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { readBlocks } from "./testing/docs/read-blocks.ts";
import { elasticsearchUrl } from "./testing/live-elasticsearch.ts";
import { redisUrl } from "./testing/live-redis.ts";
import { startServerProcess } from "./testing/server-process.ts";
import { askStored, clicksOn, until } from "./testing/stored-calls.ts";
import { loadStoredServers, type StoredServers } from "./testing/stored-servers.ts";
import { askAgain, countedOf } from "./testing/stored-shop.ts";

// The compiled file lies two folders below the root.
const page = readFileSync(new URL("../../docs/operate.md", import.meta.url), "utf8");
const blocks = readBlocks("operate.md", page).filter(({ notRun }) => notRun?.includes("elastic-backup") === true);

const redis = redisUrl();
const settings = await fetch(`${elasticsearchUrl()}/_nodes/settings?filter_path=**.path.repo`);
const hasRepository = (await settings.text()).includes("repo");
if (!hasRepository) console.log("Skipped: this Elasticsearch has no path.repo to keep snapshots in.");

(redis === null || !hasRepository ? it.skip : it)(
  "a shop on Elasticsearch and Redis is backed up and restored by the commands of docs/operate.md, and goes on",
  async () => {
    await using shop = await loadStoredServers("elastic-1", redis!);
    const { prefix, name, environment, expected } = shop;
    expect(blocks).toHaveLength(3);
    const [register, snapshot, restore] = blocks.map(({ commands }) =>
      commands
        .replaceAll("winnow-*,winnow_*", `${prefix}-*,${prefix}_*`)
        .replaceAll("_snapshot/winnow", `_snapshot/${prefix}`)
        .replaceAll('"location":"winnow"', `"location":"${prefix}"`)
        .replaceAll("'winnow:*'", `'winnow:${name}:*'`),
    );
    const env = { PATH: process.env["PATH"], ELASTICSEARCH_URL: elasticsearchUrl(), REDIS_URL: redis! };
    const run = (commands: string) => promisify(execFile)("bash", ["-euo", "pipefail", "-c", commands], { env });
    await run(register!);
    await run(snapshot!);
    try {
      const counted = await counts(shop);
      expect(counted.size).toBeGreaterThan(20);

      const before = await startServerProcess(environment);
      const ask = askStored(before.url, expected.adminKey);
      await ask("/v1/products/later", "PUT", { title: "later mug", price: 3 });
      await ask("/v1/products/p-0", "DELETE");
      await ask("/v1/events", "POST", { events: [click, { ...click, product: "p-2" }] });
      await until(async () => (await counts(shop)).get("p:p-1") !== counted.get("p:p-1"));
      await before.end("SIGTERM");

      await run(restore!);
      const after = await startServerProcess(environment);
      try {
        await shop.withStores(async (stores) => {
          // Counted anew, without what came after the backup; then what comes now counts on top.
          await until(async () => JSON.stringify([...(await countedOf(stores))].sort()) === JSON.stringify([...counted].sort())); // prettier-ignore
          const { answers } = expected;
          expect(await askAgain(after.url, answers)).toEqual(answers);
          const clicks = await clicksOn(stores, "p-1");
          await askStored(after.url, expected.adminKey)("/v1/events", "POST", { events: [click] });
          await until(async () => (await clicksOn(stores, "p-1")) > clicks);
        });
      } finally {
        await after.end("SIGTERM");
      }
    } finally {
      await fetch(`${elasticsearchUrl()}/_snapshot/${prefix}/monday`, { method: "DELETE" });
      await fetch(`${elasticsearchUrl()}/_snapshot/${prefix}`, { method: "DELETE" });
    }
  },
  120_000,
);

const click = { type: "click", user: "u-new", session: "s-new", product: "p-1", position: 1 };

const counts = async (shop: StoredServers): Promise<Awaited<ReturnType<typeof countedOf>>> => {
  let found: Awaited<ReturnType<typeof countedOf>> = new Map();
  await shop.withStores(async (stores) => void (found = await countedOf(stores)));
  return found;
};
