import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeys, openStores, type Running, serve } from "./compose.ts";
import { work } from "./compose-worker.ts";
import { readConfig } from "./config/config.ts";
import { silentLog } from "./observe/log.ts";
import { createReport } from "./observe/report.ts";
import { until } from "./ports/job-queue.contract.ts";
import { importAll } from "./testing/live-shop.ts";
import type { JobsAnswer, JobWithLog } from "./wire/job.ts";

const folder = await mkdtemp(join(tmpdir(), "winnow-serve-jobs-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
let shops = 0;

/** The program in this process over a shop of one product. */
const open = async (role: "api" | "all", more: Readonly<Record<string, string>> = {}) => {
  const config = readConfig({ PORT: "0", WINNOW_DATA: join(folder, `${++shops}`), WINNOW_LINGER_MS: "0", ...more });
  const stores = await openStores(config);
  await importAll(stores.products, [{ id: "p1", title: "Desk lamp" }]);
  const { secret } = await openKeys(stores).issue({
    label: "t",
    scopes: ["admin"],
    catalogs: null,
    expiresInDays: null,
  });
  const running: Running = await serve(config, { stores, report: createReport(silentLog), version: "test", role });
  await running.retrieval.refresh("products");
  const call = async (path: string, body?: object): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(running.server.url + path, {
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    });
    return { status: answer.status, body: await answer.json() };
  };
  const ended = (id: string) =>
    until(async () => {
      const { job, log } = (await call(`/v1/jobs/${id}`)).body as JobWithLog;
      return ["done", "dead", "cancelled"].includes(job.state) ? { job, log } : null;
    });
  return { config, running, call, ended, [Symbol.asyncDispose]: () => running.stop() };
};

describe("a server with jobs", () => {
  it("does what is asked for, keeps schedules, and shows both", async () => {
    await using shop = await open("all");
    expect((await shop.call("/v1/jobs", { name: "retention", id: "today" })).status).toBe(202);
    expect((await shop.ended("retention-today")).job).toMatchObject({ state: "done", result: { removed: 0 } });
    expect((await shop.call("/v1/jobs", { name: "retention", id: "today" })).status).toBe(200);
    const { schedules, names } = (await shop.call("/v1/jobs")).body as JobsAnswer;
    expect(schedules.map(({ key, when }) => `${key} ${when}`)).toEqual([
      "winnow.erasure every 60 min",
      "winnow.retention every 60 min",
      "winnow.retrain 0 3 * * *",
      "winnow.suggestions every 1440 min",
      "winnow.synonyms every 1440 min",
    ]);
    expect(names.find(({ name }) => name === "retention")?.counts.done).toBe(1);
    const wrong = await shop.call("/v1/jobs", { name: "reindex", payload: { catalogue: "products" } });
    expect(wrong).toMatchObject({ status: 400, body: { where: expect.stringContaining("/payload") as string } });
  });

  it("trains as a job, one for all who ask, and tells in its log what came of it", async () => {
    await using shop = await open("all");
    const begun = await shop.call("/v1/models/train", {});
    expect(begun).toMatchObject({ status: 202, body: { started: true } });
    const [id] = /retrain-[0-9a-f]+/.exec((begun.body as { says: string }).says)!;
    const { job, log } = await shop.ended(id);
    expect(job).toMatchObject({ state: "done", payload: { catalog: "products", by: "an admin" } });
    expect(log.join("\n")).toMatch(/products: .+/);
  });

  it("builds an index anew while it is searched", async () => {
    await using shop = await open("all");
    const found = { status: 200, body: { total: 1, degraded: [] } };
    expect(await shop.call("/v1/search?q=lamp")).toMatchObject(found);
    await shop.call("/v1/jobs", { name: "reindex", payload: { catalog: "products" }, id: "a" });
    expect((await shop.ended("reindex-a")).job).toMatchObject({ state: "done", result: { products: 1 } });
    expect(await shop.call("/v1/search?q=lamp")).toMatchObject(found);
    await shop.running.retrieval.refresh("products");
    expect(await shop.call("/v1/search?q=lamp")).toMatchObject(found);
    await shop.call("/v1/jobs", { name: "reindex", payload: { catalog: "none" }, id: "b" });
    expect((await shop.ended("reindex-b")).job).toMatchObject({ state: "dead", failures: 1 });
    expect((await shop.call("/v1/jobs/reindex-b/retry", {})).status).toBe(200);
  });

  it("in the role api leaves jobs to a worker, which answers probes and nothing else", async () => {
    await using shop = await open("api");
    await shop.call("/v1/jobs", { name: "erasure", id: "c" });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await shop.call("/v1/jobs/erasure-c")).body).toMatchObject({ job: { state: "waiting" } });
    const worker = await work(shop.config, { stores: await openStores(shop.config), report: createReport(silentLog) });
    try {
      expect((await shop.ended("erasure-c")).job.state).toBe("done");
      const { url } = worker.server;
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(await (await fetch(`${url}/metrics`)).text()).toContain(
        'winnow_job_duration_seconds_count{name="erasure",outcome="done"}',
      );
      expect((await fetch(`${url}/v1/search`)).status).toBe(404);
    } finally {
      await worker.stop();
    }
  });

  it("does not start with a wrong pattern for trainings, and says which", async () => {
    await expect(open("all", { WINNOW_RETRAIN_CRON: "at night" })).rejects.toThrow('"at night"');
  });
});
