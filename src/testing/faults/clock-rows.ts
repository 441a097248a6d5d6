import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { elasticsearchUrl } from "../live-elasticsearch.ts";
import { startServerProcess } from "../server-process.ts";
import { customerOf } from "./customer.ts";
import { onElasticsearch } from "./on-elasticsearch.ts";
import { type FaultRow, type Seen, within } from "./row.ts";
import { until } from "./shop.ts";

const day = 86_400_000;

const moved = {
  of: "clock",
  answers: { search: ["200"], product: ["201"], events: ["200"], jobs: ["202"] },
  remark:
    "Products, events and jobs are taken and done under each clock, with the time it shows; deadlines and breakers do not hang on it. What fell due under a clock that was ahead, such as a repeated attempt, waits until then: `winnow jobs retry`.",
  fast: { slowest: within.soon, usually: within.instantly },
  heals: { how: "by itself when the clock is right again", within: within.tenSeconds },
} as const satisfies Partial<FaultRow>;

export const clockRows: readonly FaultRow[] = [
  {
    ...{ ...moved, id: "clock", fault: "set a day forward, then two days back, while it runs" },
    made: "a server process whose `Date` is moved under it",
    run: () => underMovedClock({}),
  },
  {
    ...{ ...moved, id: "clock-elasticsearch", needs: "elasticsearch" },
    fault: "the same, on Elasticsearch and Redis, whose clocks stay right",
    made: "a server process whose `Date` is moved under it (`WINNOW_SEARCH_DEADLINE_MS=5000`)",
    run: () =>
      onElasticsearch(elasticsearchUrl(), (environment) =>
        underMovedClock({ ...environment, WINNOW_SEARCH_DEADLINE_MS: "5000" }),
      ),
  },
];

async function underMovedClock(more: Readonly<Record<string, string>>): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-fault-"));
  const file = join(folder, "clock");
  writeFileSync(file, "0");
  const shim = new URL("./clock-shim.js", import.meta.url).href;
  const environment = { WINNOW_DATA: folder, WINNOW_CLOCK_FILE: file, NODE_OPTIONS: `--import ${shim}` };
  const server = await startServerProcess({ ...environment, ...more });
  try {
    const shop = customerOf(server.url, server.adminKey!);
    const lost: string[] = [];
    const broken: string[] = [];
    let offset = 0;
    const visit = async (name: string): Promise<number> => {
      const from = performance.now();
      const product = await shop.product({ id: name, title: `Lamp of ${name}` });
      await until(async () => (await shop.search(`"lamp of ${name}"`)).body.hits?.some(({ id }) => id === name) ?? false, 5000, `${name} is found`); // prettier-ignore
      for (let i = 0; i < 10; i++) await shop.search("lamp");
      await shop.event(`event-${name}`);
      const job = await shop.job("fold_events");
      const offMs = new Date(job.body.created_at ?? 0).getTime() - Date.now() - offset;
      if (Math.abs(offMs) > 60_000) broken.push(`the clock of ${name} is ${offMs} ms off what it was set to`);
      await until(
        async () => (await shop.jobState(job)) === "done",
        20_000,
        `The job under the clock of ${name} is done`,
      );
      const again = await shop.event(`event-${name}`);
      if (again.body.duplicates !== 1) lost.push(`event-${name}: told again it counts again`);
      if (product.status !== 201) lost.push(`product ${name}`);
      return performance.now() - from;
    };
    const set = async (ms: number) => {
      offset = ms;
      writeFileSync(file, String(offset));
      await sleep(60);
    };
    await visit("today");
    await set(day);
    await visit("tomorrow");
    await set(-day);
    await visit("yesterday");
    const answers = [...shop.noted];
    await set(0);
    const healedMs = await visit("again");
    for (const name of ["today", "tomorrow", "yesterday", "again"])
      if ((await shop.ask(`/v1/products/${name}`)).status !== 200) lost.push(`product ${name}`);
    if ((await server.end("SIGTERM")) !== 0) broken.push("it did not end by SIGTERM");
    return { answers, lost, broken, healedMs };
  } finally {
    await server.end("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}
