import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { shopEvent } from "../../ports/behaviour-builders.contract.ts";
import { elasticsearchUrl, openLiveStores } from "../../testing/live-elasticsearch.ts";
import { type Asked, openLiveShop } from "../../testing/live-shop.ts";

const run = promisify(execFile);
// Of the compiled file: dist, the repository, and what lies beside it.
const script = fileURLToPath(new URL("../../../../../shared/services/elasticsearch.sh", import.meta.url));
const products = Array.from({ length: 500 }, (_, i) => ({ id: `p${i}`, title: `Lamp number ${i}`, price: i }));

describe("an Elasticsearch that is killed under load and started again", () => {
  if (!existsSync(script)) {
    it.skip("is skipped: ../shared/services/elasticsearch.sh, which starts a server to kill, is absent", () =>
      undefined);
    return;
  }
  let folder: string;
  let port: number;
  const server = (command: string, ...more: readonly string[]) =>
    run(script, [command, "--port", String(port), "--data", folder, ...more], { timeout: 120_000 });
  const start = async (): Promise<void> => {
    await server("start", "--version", await versionOf(elasticsearchUrl()), "--heap", "512m");
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "winnow-es-"));
    port = await freePort();
    await start();
  }, 150_000);
  afterAll(async () => {
    await server("stop");
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it("fails searches at once while it is gone, answers when it is back, and has lost no acknowledged write", async () => {
    const url = `http://127.0.0.1:${port}`;
    await using shop = await openLiveShop({ url, shopProducts: products });
    let loading = true;
    const answers: (Asked & { readonly atMs: number })[] = [];
    const acknowledged: string[] = [];
    const search = async (first: number): Promise<void> => {
      for (let i = first; loading; i += 1) {
        answers.push({ ...(await shop.search(`lamp number ${i % 500}`, 800)), atMs: performance.now() });
        await sleep(10);
      }
    };
    const write = async (): Promise<void> => {
      for (let i = 0; loading; i += 1) {
        const { status } = await shop.put({ id: `new${i}`, title: `Torch number ${i}` });
        if (status === 201) acknowledged.push(`new${i}`);
        await sleep(20);
      }
    };
    const log = await openLiveStores({ url });
    await using _closing = log;
    /** Event → its place in the log, as it was acknowledged. */
    const told = new Map<string, number>();
    const tell = async (name: number): Promise<void> => {
      for (let i = 0; loading; i += 1) {
        const id = `e${name}-${i}`;
        // As a shop does: again, until somebody has taken it.
        const taken = async (): Promise<number | null> => {
          try {
            return (await log.events.append([shopEvent(id, { queryId: id })]))[0]!.sequence;
          } catch {
            return null;
          }
        };
        let sequence = await taken();
        for (; sequence === null; sequence = await taken()) await sleep(50);
        told.set(id, sequence);
      }
    };
    const load = [search(0), search(1), write(), tell(0), tell(1)];
    while (acknowledged.length < 20 || answers.length < 20) await sleep(50);
    const killedAtMs = performance.now();
    process.kill(Number(await readFile(join(folder, "es.pid"), "utf8")), "SIGKILL");
    await sleep(6000);
    await rm(join(folder, "es.pid"), { force: true });
    await start();
    const backAtMs = performance.now();
    while (answers.at(-1)!.status !== 200 && performance.now() - backAtMs < 30_000) await sleep(50);
    const healedMs = answers.at(-1)!.atMs - backAtMs;
    await sleep(2000);
    loading = false;
    await Promise.all(load);

    const gone = answers.filter(({ status }) => status !== 200);
    const fast = gone.filter(({ ms }) => ms < 100).length;
    console.log(
      `killed: ${answers.length} searches, ${gone.length} failed (${[...new Set(gone.map(({ status, code }) => `${status} ${code ?? ""}`))].join(", ")}), ` +
        `longest ${Math.round(Math.max(...gone.map(({ ms }) => ms)))} ms, ${Math.round((100 * fast) / gone.length)} % within 100 ms; ` +
        `down for ${Math.round(backAtMs - killedAtMs)} ms, answered ${Math.round(healedMs)} ms after it was healthy; ${acknowledged.length} writes acknowledged`,
    );
    expect(gone.length).toBeGreaterThan(10);
    for (const { status, code, ms, retryAfter } of gone) {
      expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: expect.stringMatching(/^\d+$/u) as string });
      expect(["engine_unavailable", "deadline_exceeded", "not_ready"]).toContain(code);
      // The deadline, and what a starting server leaves of a small machine.
      expect(ms).toBeLessThan(800 + 1200);
    }
    // The others are those that were on their way, and those that try whether it is back.
    expect(fast).toBeGreaterThan(gone.length * 0.8);
    expect(healedMs).toBeLessThan(20_000);
    for (let i = 0; i < 10; i += 1)
      expect(await shop.search("lamp")).toMatchObject({ status: 200, degraded: [], total: 500 });
    for (const id of acknowledged) expect(await shop.products.get("products", id)).not.toBeNull();
    const entries = await log.events.read("shop", 0, 1e6);
    const places = entries.map((one) => [one.kind === "event" ? one.event.id : "", one.sequence] as const);
    console.log(`${told.size} events acknowledged, ${places.length} in the log`);
    // What was written without being acknowledged was told again, and found there.
    expect(new Map(places)).toEqual(told);
    expect(places).toHaveLength(told.size);
  }, 180_000);
});

async function versionOf(url: string): Promise<string> {
  return ((await (await fetch(url)).json()) as { version: { number: string } }).version.number;
}

/** With the one a hundred above it, which the script takes for its transport. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port < 65_000 ? port : port - 1000;
}
