import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { defaultMapping } from "./testing/harness.ts";
import { elasticsearchUrl, openLiveStores } from "./testing/live-elasticsearch.ts";
import { importAll } from "./testing/live-shop.ts";
import { startServerProcess } from "./testing/server-process.ts";

it("a server on Elasticsearch without a Redis searches, says in one line that it learns nothing, and takes no events", async () => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-off-"));
  const stores = await openLiveStores();
  await stores.products.defineCatalog("products", defaultMapping);
  await importAll(stores.products, [{ id: "p1", title: "Desk lamp" }]);
  const server = await startServerProcess({
    ENGINE: "elasticsearch",
    ELASTICSEARCH_URL: elasticsearchUrl(),
    ELASTICSEARCH_PREFIX: stores.prefix,
    WINNOW_DATA: folder,
    WINNOW_SEARCH_DEADLINE_MS: "5000",
  });
  try {
    const found = await (await fetch(`${server.url}/v1/search?q=lamp`)).json();
    expect(found).toMatchObject({ total: 1, ranking: { order: "first_stage", model: null } });
    for (const event of [
      { type: "click", product: "p1", session: "s" },
      { user_query: "lamp", query_id: "q", query_response_hit_ids: ["p1"] },
    ]) {
      const answer = await fetch(`${server.url}/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ events: [event] }),
      });
      expect(answer.status).toBe(503);
      const problem = (await answer.json()) as { code: string; hint: string };
      expect(problem.code).toBe("not_ready");
      expect(problem.hint).toMatch(/REDIS_URL/);
    }
    await sleep(1500); // whatever would grumble in the background
    const warnings = server.output().match(/\{"level":.*\}/g) ?? [];
    expect(warnings.filter((line) => line.includes("learning is off"))).toHaveLength(1);
    expect(warnings.filter((line) => !line.includes("learning is off"))).toEqual([]);
  } finally {
    await server.end("SIGTERM");
    await stores.close();
    await stores.remove();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
