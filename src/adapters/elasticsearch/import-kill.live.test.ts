import { fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { elasticsearchUrl, type LiveStores, openLiveStores } from "../../testing/live-elasticsearch.ts";
import { readMapping } from "../../text/read-mapping.ts";
import { until } from "../../testing/faults/shop.ts";
import { readFileSync } from "node:fs";

const count = 1000;
/** Killed at the message, so long after it. */
const moments = [
  ["staged", 30],
  ["committing", 20],
  ["committing", 150],
  ["committing", 400],
  ["committed", 5],
] as const;

describe("an import that is killed", () => {
  let stores: LiveStores;
  beforeAll(async () => {
    stores = await openLiveStores({ retireAfterMs: 0 });
    await stores.products.defineCatalog(
      "shop",
      readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8"))),
    );
    await importAll("first");
  }, 120_000);
  afterAll(async () => {
    await stores.close();
    await stores.remove();
  }, 60_000);

  const importAll = async (title: string) => {
    await using session = await stores.products.openImport("shop");
    await session.stage(Array.from({ length: count }, (_, i) => ({ id: `p${i}`, title })));
    return await session.commit(false);
  };
  const indices = async (): Promise<{ name: string; aliases: string[] }[]> => {
    const answer = await fetch(`${elasticsearchUrl()}/${stores.prefix}-*/_alias`);
    const body = (await answer.json()) as Record<string, { aliases: object }>;
    return Object.entries(body).map(([name, { aliases }]) => ({ name, aliases: Object.keys(aliases) }));
  };
  const searched = async (): Promise<readonly string[]> => {
    const answer = await fetch(`${elasticsearchUrl()}/${stores.prefix}-shop/_search?size=${count}&_source=title`);
    const { hits } = (await answer.json()) as { hits: { hits: { _source: { title: string[] } }[] } };
    expect(hits.hits).toHaveLength(count);
    return [...new Set(hits.hits.map(({ _source }) => _source.title[0]!))];
  };

  it.each(moments)(
    "at “%s” and %d ms leaves all of one import live, and nothing behind after the next",
    async (at, afterMs) => {
      const child = fork(new URL("../../testing/elasticsearch-import-child.js", import.meta.url), [
        elasticsearchUrl(),
        stores.prefix,
        String(count),
      ]);
      await new Promise<void>((resolve) => {
        child.on("message", (message) => {
          if (message === at) resolve();
        });
      });
      await sleep(afterMs);
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));

      // Which of the two it is depends on the moment; a mixture it never is.
      expect(await searched()).toHaveLength(1);
      const title = `after ${at} ${afterMs}`;
      expect(await importAll(title)).toEqual({ created: 0, updated: count, unchanged: 0, deleted: 0 });
      expect(await stores.products.write("shop", [{ op: "put", product: { id: "p0", title } }])).toEqual(["unchanged"]);
      expect(await searched()).toEqual([title]);
      await until(
        async () => (await indices()).length === 1,
        10_000,
        "the indices of killed and replaced imports are gone",
      );
      expect(await indices()).toEqual([{ name: expect.any(String) as string, aliases: [`${stores.prefix}-shop`] }]);
    },
    120_000,
  );
});
