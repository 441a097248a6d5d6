import { jest } from "@jest/globals";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeys, openStores } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import type { Stores } from "./open-engine.ts";
import {
  askAgain,
  countAnew,
  countedOf,
  type Expected,
  expectModel,
  readExpected,
  serveStored,
  unpackStored,
  wholeShown,
} from "./testing/stored-shop.ts";

// What versions of winnow have stored: testdata/stored/README.md.
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
    expected = await readExpected(name);
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
      const before = await countedOf(stores);
      expect(before.size).toBeGreaterThan(20);
      expect(await countAnew(stores, expected.madeAtMs)).toEqual(before);
    });
  });

  it("has impressions that say what impressions say today", async () => {
    if (!expected.learns) return;
    await withStores(data, expected, async (stores) => {
      const { whole, lacking } = await wholeShown(stores);
      expect(whole).toBeGreaterThan(100);
      expect(lacking).toBe(0);
    });
  });

  it("has a model that serves, or is refused with what to do", async () => {
    const { model } = expected;
    if (model === null) return;
    await withStores(data, expected, (stores) => expectModel(stores, model));
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
  await unpackStored(name, data);
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

const start = (data: string, nowMs: number) =>
  serveStored(
    readConfig({ WINNOW_DATA: data, PORT: "0", LOG_LEVEL: "silent", WINNOW_SEARCH_DEADLINE_MS: "30000" }),
    nowMs,
  );

const answersOf = async (data: string, { answers, madeAtMs }: Expected): Promise<Expected["answers"]> => {
  const running = await start(data, madeAtMs);
  try {
    return await askAgain(running.server.url, answers);
  } finally {
    await running.stop();
  }
};
