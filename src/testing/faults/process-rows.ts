import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "../../compose.ts";
import { readConfig } from "../../config/config.ts";
import { startServerProcess } from "../server-process.ts";
import { type Customer, customerOf } from "./customer.ts";
import { letServe, makeModel } from "./make-model.ts";
import { type FaultRow, type Seen, within } from "./row.ts";
import { lamps, until } from "./shop.ts";

export const processRows: readonly FaultRow[] = [
  {
    ...{ id: "two-and-two-embedded", of: "processes", fault: "two servers and two workers on one SQLite file" },
    made: "four processes; each event is told to both servers at once; then one server and one worker are killed",
    answers: { search: ["200"], product: ["201"], events: ["200"], jobs: ["200", "202"] },
    remark:
      "What one takes the other finds; a model that one promotes serves in both; the other server notices nothing.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "the other worker takes over what the killed one had begun", within: within.halfMinute },
    run: () => onFolder({}),
  },
];

async function onFolder(more: Readonly<Record<string, string>>): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-fault-"));
  try {
    return await twoAndTwo({ WINNOW_DATA: folder, WINNOW_RESCORE_BUDGET_MS: "500", ...more });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const products = lamps(8);
const told = 12;

/** On whatever store the environment says, which is empty. */
export async function twoAndTwo(environment: Readonly<Record<string, string>>): Promise<Seen> {
  const lost: string[] = [];
  const broken: string[] = [];
  const stores = await openStores(readConfig(environment));
  const first = await startServerProcess(environment, "api");
  const [second, ...workers] = await Promise.all([
    startServerProcess(environment, "api"),
    startServerProcess(environment, "worker"),
    startServerProcess(environment, "worker"),
  ]);
  try {
    const [a, b] = [first, second].map(({ url }) => customerOf(url, first.adminKey!)) as [Customer, Customer];
    const finds = async (shop: Customer, id: string) =>
      (await shop.search(`lamp ${id}`)).body.hits?.some((hit) => hit.id === id) ?? false;
    for (const [i, lamp] of products.entries())
      await (i % 2 === 0 ? a : b).product({ ...lamp, title: `Lamp ${lamp.id}` });
    for (const shop of [a, b])
      for (const { id } of products) await until(() => finds(shop, id), 5000, `${id} is found by both`);

    let accepted = 0;
    let duplicates = 0;
    for (let i = 0; i < told; i++) {
      for (const { body } of await Promise.all([a.event(`e${i}`), b.event(`e${i}`)])) {
        accepted += body.accepted ?? 0;
        duplicates += body.duplicates ?? 0;
      }
    }
    if (accepted !== told || duplicates !== told)
      lost.push(`${told} events told twice: ${accepted} taken, ${duplicates} known`);

    const model = await makeModel(1);
    await letServe(stores.models, model);
    const serves = async (shop: Customer) => (await shop.search()).body.ranking?.model === model.record.version;
    const swappedMs = await until(async () => (await serves(a)) && (await serves(b)), 20_000, "Both serve the model");
    if (swappedMs > 5000) broken.push(`both served the model only after ${Math.round(swappedMs)} ms`);

    const jobs = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? a : b).job("fold_events")));
    await second.end("SIGKILL");
    await workers[0].end("SIGKILL");
    await a.searches(20);
    const answers = [...a.noted, ...b.noted];
    const done = async () => (await Promise.all(jobs.map((job) => a.jobState(job)))).every((state) => state === "done");
    const healedMs = await until(done, 60_000, "All jobs are done");
    for (const { id } of products) if (!(await finds(a, id))) lost.push(`product ${id}`);
    const ids = (await stores.events.read("products", 0, 1e6)).flatMap((one) => (one.kind === "event" ? [one.event.id] : [])); // prettier-ignore
    if (ids.length !== told || new Set(ids).size !== told) lost.push(`of ${told} events ${ids.length} are in the log`);
    return { answers, lost, broken, healedMs, note: `a model reached both within ${Math.round(swappedMs)} ms` };
  } finally {
    for (const each of [first, second, ...workers]) await each.end("SIGTERM");
    await stores.close();
  }
}
