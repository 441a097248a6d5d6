import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fold } from "../../ranking/state/fold.ts";
import { featureSet } from "../../ranking/feature-set.ts";
import { openReport, openStores, serve } from "../compose.ts";
import type { Config } from "../config/config.ts";
import { createFolder } from "../events/fold.ts";
import type { Stores } from "../open-engine.ts";
import { loadModel } from "../training/load-model.ts";

/** What the version of winnow that made a stored shop knew of it: testdata/stored/README.md. */
export interface Expected {
  readonly madeAtMs: number;
  readonly adminKey: string;
  readonly answers: Readonly<Record<string, { readonly total: number; readonly ids: readonly string[] }>>;
  readonly learns: boolean;
  readonly model: { readonly version: string; readonly featureSet: string } | null;
}

// The compiled file lies three folders below the root.
const stored = new URL("../../../testdata/stored/", import.meta.url);

export const readExpected = async (name: string): Promise<Expected> =>
  JSON.parse(await readFile(new URL(`${name}/expected.json`, stored), "utf8")) as Expected;

/** Of a file that is kept gzipped. */
export const readStored = async (path: string): Promise<Buffer> =>
  gunzipSync(await readFile(new URL(`${path}.gz`, stored)));

/** Writes a stored data folder to `folder`. */
export const unpackStored = async (name: string, folder: string): Promise<void> => {
  for (const file of await readdir(new URL(`${name}/`, stored))) {
    if (!file.endsWith(".gz")) continue;
    const plain = file.replace(".gz", "");
    const path = join(folder, plain.replace(/^index\./, "index/"));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await readStored(`${name}/${plain}`));
  }
};

/** Serves it as at that moment, without background work. The catalogue's index is up to date. */
export const serveStored = async (config: Config, nowMs: number): Promise<Awaited<ReturnType<typeof serve>>> => {
  const now = () => nowMs;
  const stores = await openStores(config, "products", now);
  const options = { stores, report: openReport(config), version: "test", now, learning: { background: false } };
  const running = await serve(config, options);
  await running.retrieval.refresh("products");
  return running;
};

/** Today's answers to what was asked then. */
export const askAgain = async (url: string, answers: Expected["answers"]): Promise<Expected["answers"]> => {
  const found: Record<string, { total: number; ids: string[] }> = {};
  for (const q of Object.keys(answers)) {
    const response = await fetch(`${url}/v1/search?q=${encodeURIComponent(q)}&size=100`);
    const { hits, total } = (await response.json()) as { hits: { id: string }[]; total: number };
    found[q] = { total, ids: hits.map(({ id }) => id) };
  }
  return found;
};

type Counted = ReadonlyMap<string, unknown>;

/** All that is counted in the catalogue `products`, by entity. */
export const countedOf = async ({ counters }: Pick<Stores, "counters">): Promise<Counted> => {
  const all = new Map<string, unknown>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await counters.entities("products", cursor ?? null);
    for (const { key, counters: counts } of page.entities) all.set(key, Object.fromEntries([...counts].sort()));
    cursor = page.cursor;
  }
  return all;
};

/** What the log comes to when all of it is counted anew. */
export const countAnew = async (stores: Stores, nowMs: number): Promise<Counted> => {
  await stores.counters.reset("products");
  const folder = createFolder({ store: stores.events, counters: stores.counters, fold, now: () => nowMs });
  await folder.catchUp("products");
  return await countedOf(stores);
};

/** Products that impressions of the log show, but for those that lack what each has today. */
export const wholeShown = async ({ events }: Pick<Stores, "events">): Promise<{ whole: number; lacking: number }> => {
  const log = await events.read("products", 0, 1000);
  const shown = log.flatMap((entry) => (entry.kind === "impression" ? entry.impression.shown : []));
  const lacking = shown.filter((one) => Object.values(one).includes(undefined) || !("ownPlace" in one));
  return { whole: shown.length - lacking.length, lacking: lacking.length };
};

/** Whether the stored model serves; else it must be refused with what to do. */
export const expectModel = async ({ models }: Pick<Stores, "models">, model: NonNullable<Expected["model"]>) => {
  expect((await models.pointer("products")).champion).toBe(model.version);
  const record = await models.find("products", model.version);
  const text = await models.text("products", model.version);
  const loading = loadModel(record!, text!, featureSet);
  if (model.featureSet === featureSet.hash) expect((await loading).version).toBe(model.version);
  else await expect(loading).rejects.toMatchObject({ code: "invalid_model", hint: "Train again: winnow train." });
};
