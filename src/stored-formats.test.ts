import { jest } from "@jest/globals";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fold } from "../ranking/state/fold.ts";
import { featureSet } from "../ranking/feature-set.ts";
import { openKeys, openReport, openStores, serve } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import { createFolder } from "./events/fold.ts";
import type { Stores } from "./open-engine.ts";
import { loadModel } from "./training/load-model.ts";

interface Expected {
  readonly madeAtMs: number;
  readonly adminKey: string;
  readonly answers: Readonly<Record<string, { readonly total: number; readonly ids: readonly string[] }>>;
  readonly learns: boolean;
  readonly model: { readonly version: string; readonly featureSet: string } | null;
}

// What versions of winnow have stored: testdata/stored/README.md. The compiled file lies two folders below the root.
const stored = new URL("../../testdata/stored/", import.meta.url);
const names = ["schema-1", "schema-3", "schema-5"] as const;

// A server starts in most of them.
jest.setTimeout(90_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "winnow-formats-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(names)("a data folder of %s", (name) => {
  let expected: Expected;
  let data: string;
  beforeAll(async () => {
    expected = JSON.parse(await readFile(new URL(`${name}/expected.json`, stored), "utf8")) as Expected;
    data = await unpack(name);
  });

  it.each(["with its snapshot", "without"])("answers as it did, %s", async (how) => {
    const own = await unpack(name);
    if (how === "without") await rm(join(own, "index"), { recursive: true });
    expect(await answersOf(own, expected)).toEqual(expected.answers);
  });

  it("knows its keys", async () => {
    await withStores(data, expected, async (stores) => {
      expect((await openKeys(stores).list()).map(({ scopes }) => scopes)).toEqual([["admin"]]);
    });
  });

  it("has a log that counts for what it counted for then", async () => {
    if (!expected.learns) return;
    await withStores(data, expected, async (stores) => {
      const before = await entities(stores);
      expect(before.size).toBeGreaterThan(20);
      await stores.counters.reset("products");
      const folder = createFolder({
        store: stores.events,
        counters: stores.counters,
        fold,
        now: () => expected.madeAtMs,
      });
      await folder.catchUp("products");
      expect(await entities(stores)).toEqual(before);
    });
  });

  it("has impressions that say what impressions say today", async () => {
    if (!expected.learns) return;
    await withStores(data, expected, async (stores) => {
      const log = await stores.events.read("products", 0, 1000);
      const shown = log.flatMap((entry) => (entry.kind === "impression" ? entry.impression.shown : []));
      expect(shown.length).toBeGreaterThan(100);
      expect(shown.filter((one) => Object.values(one).includes(undefined) || !("ownPlace" in one))).toEqual([]);
    });
  });

  it("has a model that serves, or is refused with what to do", async () => {
    const { model } = expected;
    if (model === null) return;
    await withStores(data, expected, async ({ models }) => {
      expect((await models.pointer("products")).champion).toBe(model.version);
      const [record, text] = [
        await models.find("products", model.version),
        await models.text("products", model.version),
      ];
      const loading = loadModel(record!, text!, featureSet);
      if (model.featureSet === featureSet.hash) expect((await loading).version).toBe(model.version);
      else await expect(loading).rejects.toMatchObject({ code: "invalid_model", hint: "Train again: winnow train." });
    });
  });
});

it("there is a fixture of today's schema", async () => {
  const { migrations } = await import("./adapters/sqlite/migrations.ts");
  // Raised the schema? Make one of it: testdata/stored/README.md.
  expect(names).toContain(`schema-${migrations.length}`);
});

it.each(["winnow.db", "jobs.db"])("refuses a %s of a newer winnow, says so, and leaves it as it is", async (file) => {
  const { default: Database } = await import("better-sqlite3");
  const data = await unpack("schema-5");
  const db = new Database(join(data, file));
  db.pragma("user_version = 999");
  db.pragma("journal_mode = DELETE");
  db.close();
  const before = await readFile(join(data, file));
  await expect(start(data, Date.now())).rejects.toMatchObject({
    code: "storage_failed",
    where: join(data, file),
    message: expect.stringMatching(/written by a newer winnow \(schema 999; this one knows \d\)/) as string,
    hint: expect.stringContaining("Run the newer winnow") as string,
  });
  expect((await readFile(join(data, file))).equals(before)).toBe(true);
});

const unpack = async (name: string): Promise<string> => {
  const data = await mkdtemp(join(folder, `${name}-`));
  for (const file of await readdir(new URL(`${name}/`, stored))) {
    if (!file.endsWith(".gz")) continue;
    const path = join(data, file.replace(".gz", "").replace(/^index\./, "index/"));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, gunzipSync(await readFile(new URL(`${name}/${file}`, stored))));
  }
  return data;
};

const withStores = async (
  data: string,
  { madeAtMs }: Expected,
  work: (stores: Stores) => Promise<void>,
): Promise<void> => {
  const stores = await openStores({ dataFolder: data, engine: { kind: "embedded" } }, "products", () => madeAtMs);
  try {
    await work(stores);
  } finally {
    await stores.close();
  }
};

const entities = async ({ counters }: Stores): Promise<ReadonlyMap<string, unknown>> => {
  const all = new Map<string, unknown>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await counters.entities("products", cursor ?? null);
    for (const { key, counters: counts } of page.entities) all.set(key, Object.fromEntries([...counts].sort()));
    cursor = page.cursor;
  }
  return all;
};

const start = async (data: string, nowMs: number) => {
  const config = readConfig({ WINNOW_DATA: data, PORT: "0", LOG_LEVEL: "silent", WINNOW_SEARCH_DEADLINE_MS: "30000" });
  const stores = await openStores(config, "products", () => nowMs);
  const options = { stores, report: openReport(config), version: "test", now: () => nowMs };
  return await serve(config, { ...options, learning: { background: false } });
};

const answersOf = async (data: string, { answers, madeAtMs }: Expected): Promise<Expected["answers"]> => {
  const running = await start(data, madeAtMs);
  try {
    await running.retrieval.refresh("products");
    const found: Record<string, { total: number; ids: string[] }> = {};
    for (const q of Object.keys(answers)) {
      const response = await fetch(`${running.server.url}/v1/search?q=${encodeURIComponent(q)}&size=100`);
      const { hits, total } = (await response.json()) as { hits: { id: string }[]; total: number };
      found[q] = { total, ids: hits.map(({ id }) => id) };
    }
    return found;
  } finally {
    await running.stop();
  }
};
