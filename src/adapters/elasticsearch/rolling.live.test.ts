import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Product } from "../../domain/product.ts";
import { elasticsearchUrl, openLiveStores } from "../../testing/live-elasticsearch.ts";
import { importAll } from "../../testing/live-shop.ts";
import { defaultMapping } from "../../testing/harness.ts";
import { type ServerProcess, startServerProcess } from "../../testing/server-process.ts";

const products: readonly Product[] = Array.from({ length: 500 }, (_, i) => ({
  id: `p${i}`,
  title: `Lamp number ${i}`,
  brand: "Acme",
}));

describe("two API processes on one Elasticsearch", () => {
  it("are replaced one after the other without a failed or empty answer, as a balancer that watches /readyz sees it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "winnow-rolling-"));
    const stores = await openLiveStores();
    await stores.products.defineCatalog("products", defaultMapping);
    await importAll(stores.products, products);
    const start = (): Promise<ServerProcess> =>
      startServerProcess({
        ENGINE: "elasticsearch",
        ELASTICSEARCH_URL: elasticsearchUrl(),
        ELASTICSEARCH_PREFIX: stores.prefix,
        WINNOW_DATA: folder,
        // Longer than the balancer below takes to look again.
        WINNOW_LINGER_MS: "500",
        // A busy machine is not what is tested here.
        WINNOW_SEARCH_DEADLINE_MS: "5000",
      });
    const running = [await start(), await start()];
    for (const { url } of running) await ready(url);

    // The balancer: takes those whose last probe, 100 ms ago at most, said ready.
    let up = running.map(({ url }) => url);
    const balancing = { on: true };
    const prober = (async () => {
      while (balancing.on) {
        const seen = await Promise.all(running.map(async ({ url }) => ((await isReady(url)) ? [url] : [])));
        up = seen.flat();
        await pause(100);
      }
    })();
    const wrong: unknown[] = [];
    let searches = 0;
    const shopper = async (): Promise<void> => {
      for (let i = 0; balancing.on; i += 1) {
        const url = up[i % up.length];
        const answer = await search(url, `lamp number ${i % 500}`).catch((error: unknown) => String(error));
        searches += 1;
        if (typeof answer === "string" || answer.status !== 200 || answer.total === 0) wrong.push(answer);
      }
    };
    const shoppers = [shopper(), shopper()];
    const codes: (number | null)[] = [];
    for (const i of [0, 1]) {
      const old = running[i];
      codes.push((await old?.end("SIGTERM")) ?? null);
      const fresh = await start();
      await ready(fresh.url);
      running[i] = fresh;
      await pause(300);
    }
    balancing.on = false;
    await Promise.all([prober, ...shoppers]);
    console.log(`Two processes replaced: ${searches} searches meanwhile, ${wrong.length} wrong.`);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(codes).toEqual([0, 0]);
    expect(searches).toBeGreaterThan(50);
    for (const server of running) await server.end("SIGTERM");
    await stores.clear();
    await stores.close();
    await stores.remove();
    await rm(folder, { recursive: true, force: true });
  }, 120_000);
});

async function search(url: string | undefined, text: string): Promise<{ status: number; total: number }> {
  if (url === undefined) throw new Error("No process is ready.");
  const answer = await fetch(`${url}/v1/search?q=${encodeURIComponent(text)}`);
  const body = (await answer.json()) as { total?: number };
  return { status: answer.status, total: body.total ?? 0 };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );

async function ready(url: string): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    if (await isReady(url)) return;
    await pause(100);
  }
  throw new Error(`${url} is not ready after 30 s.`);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
