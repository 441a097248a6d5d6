import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeys, openStores, serve } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import { silentLog } from "./observe/log.ts";
import { createReport } from "./observe/report.ts";
import { importAll } from "./testing/live-shop.ts";
import { redisUrl } from "./testing/live-redis.ts";

const url = redisUrl();

(url === null ? it.skip : it)(
  "searches and events go on while Redis is gone, and what was told then is counted after",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "winnow-redis-"));
    await using door = await openDoor(new URL(url!));
    const environment = { PORT: "0", WINNOW_DATA: folder, WINNOW_LINGER_MS: "0", REDIS_URL: door.url };
    const config = readConfig(environment);
    const stores = await openStores(config);
    const { secret } = await openKeys(stores).issue({
      label: "t",
      scopes: ["admin"],
      catalogs: null,
      expiresInDays: null,
    });
    await importAll(stores.products, [{ id: "p1", title: "Desk lamp" }]);
    const running = await serve(config, { stores, report: createReport(silentLog), version: "test" });
    try {
      await running.retrieval.refresh("products");
      const search = async () => {
        const from = performance.now();
        const answer = await fetch(`${running.server.url}/v1/search?q=lamp&session=s`);
        const { total } = (await answer.json()) as { total: number };
        return { total, ms: performance.now() - from };
      };
      const click = async (id: string) => {
        const answer = await fetch(`${running.server.url}/v1/events`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ id, type: "click", product: "p1", session: "s" }),
        });
        return { status: answer.status, body: await answer.json() };
      };
      const jobs = async () => {
        const from = performance.now();
        const answer = await fetch(`${running.server.url}/v1/jobs`, { headers: { authorization: `Bearer ${secret}` } });
        await answer.text();
        return { status: answer.status, retryAfter: answer.headers.get("retry-after"), ms: performance.now() - from };
      };
      expect(await jobs()).toMatchObject({ status: 200 });
      const clicks = async () => {
        await running.learning.settle("products");
        return (await stores.counters.read("products", ["p:p1"])).counters[0]!;
      };
      expect((await search()).total).toBe(1);
      expect(await click("e1")).toMatchObject({ status: 200, body: { accepted: 1 } });
      await jobs(); // warm
      const before = [...(await clicks()).values()];
      expect(before.length).toBeGreaterThan(0);

      door.shut();
      for (let i = 0; i < 5; i++) expect((await search()).total).toBe(1);
      const { ms } = await search();
      const noJobs = [await jobs(), await jobs(), await jobs()].sort((a, b) => a.ms - b.ms);
      for (const answer of noJobs) expect(answer).toMatchObject({ status: 503, retryAfter: "1" });
      expect(noJobs[0]!.ms).toBeLessThan(100);
      expect(await click("e2")).toMatchObject({ status: 200, body: { accepted: 1 } });
      await expect(clicks()).rejects.toMatchObject({ code: "engine_unavailable" });

      door.open();
      const from = performance.now();
      const isBack = () => stores.counters.sequence("products").then(() => true, () => false); // prettier-ignore
      while (!(await isBack())) await new Promise((resolve) => setTimeout(resolve, 20));
      console.log(
        `Redis gone: a search took ${ms.toFixed(0)} ms, /v1/jobs ${noJobs[0]!.ms.toFixed(0)} ms; back: ${(performance.now() - from).toFixed(0)} ms until it was used again`,
      );
      const head = await stores.events.head("products");
      await clicks();
      expect(await stores.counters.sequence("products")).toBeGreaterThanOrEqual(head);
    } finally {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** A way to the server that can be shut: those who are through are thrown out, those who knock are turned away. */
async function openDoor(target: URL) {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((near) => {
    if (!isOpen) return void near.destroy();
    const far = connect(Number(target.port || 6379), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => undefined).on("close", () => (sockets.delete(one), other.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const shut = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    shut,
    open: () => (isOpen = true),
    [Symbol.asyncDispose]: async () => {
      shut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
