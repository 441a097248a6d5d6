import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServerProcess } from "../server-process.ts";
import { customerOf } from "./customer.ts";
import { type FaultRow, type Seen, within } from "./row.ts";
import { until } from "./shop.ts";

export const importRow: FaultRow = {
  ...{ id: "kill-server-in-import", of: "kill -9", fault: "of a server in an import over HTTP" },
  made: "a server is killed while a file is on its way to it, and started again; another one was started meanwhile",
  answers: { search: ["200"], product: ["201"] },
  remark:
    "What was live stays live. The import's record is `failed` and says what to do, at once on the same machine, else after a minute's silence; while its server lives, no other server calls it dead.",
  fast: { slowest: within.soon, usually: within.instantly },
  heals: { how: "send the file again, with the same `Idempotency-Key` if there was one", within: within.tenSeconds },
  run,
};

async function run(): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-fault-"));
  const environment = { WINNOW_DATA: folder };
  const first = await startServerProcess(environment);
  const servers = [first];
  try {
    const key = first.adminKey!;
    const broken: string[] = [];
    const before = customerOf(first.url, key);
    await before.product({ id: "live", title: "A lamp that is live" });
    const headers = {
      authorization: `Bearer ${key}`,
      "content-type": "application/x-ndjson",
      "idempotency-key": "one",
    };
    let killed = false;
    const endless = async function* () {
      // Fetch does not end it when the server dies, and the process would never.
      for (let i = 0; !killed; i++) {
        yield Buffer.from(`${JSON.stringify({ id: `p${i}`, title: `Lamp ${i}` })}\n`);
        await sleep(2);
      }
    };
    const sending = fetch(`${first.url}/v1/imports`, {
      method: "POST",
      headers,
      body: endless(),
      duplex: "half",
    }).catch(() => null);
    const stateOf = async (url: string) => {
      const answer = await fetch(`${url}/v1/imports`, { headers: { authorization: headers.authorization } });
      const [record] = ((await answer.json()) as { imports: { state: string; error: string | null }[] }).imports;
      return record;
    };
    await until(async () => (await stateOf(first.url))?.state === "running", 10_000, "The import runs");
    const other = await startServerProcess(environment);
    servers.push(other);
    if ((await stateOf(other.url))?.state !== "running") broken.push("another server calls an import dead that runs");
    await first.end("SIGKILL");
    killed = true;
    await sending;
    const again = await startServerProcess(environment);
    servers.push(again);
    const shop = customerOf(again.url, key);
    for (const url of [other.url, again.url]) {
      const record = await stateOf(url);
      if (record?.state !== "failed" || record.error?.includes("again") !== true)
        broken.push(`the record of the import is ${record?.state}: ${record?.error}`);
    }
    await shop.searches(5);
    const lost =
      (await shop.search("lamp")).body.hits?.some(({ id }) => id === "live") === true ? [] : ["product live"];
    if ((await shop.search("lamp")).body.total !== 1) broken.push("half an import shows");
    const from = performance.now();
    const body = '{"id":"p1","title":"Lamp 1"}\n{"id":"live","title":"A lamp that is live"}\n';
    const answer = await fetch(`${again.url}/v1/imports`, { method: "POST", headers, body });
    if (!answer.ok) broken.push(`the file sent again got ${answer.status}`);
    await until(async () => (await shop.search("lamp")).body.total === 2, 10_000, "The import shows");
    return { answers: [...before.noted, ...shop.noted], lost, broken, healedMs: performance.now() - from };
  } finally {
    for (const server of servers) await server.end("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
}
