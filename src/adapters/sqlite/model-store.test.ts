import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelStoreContract } from "../../ports/model-store.contract.ts";
import { memoryModelStore } from "../../testing/memory-model-store.ts";
import { openSqlite } from "./open-sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-models-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

modelStoreContract("SQLite", async () => (await openSqlite(join(folder, `${++files}.db`))).models);
modelStoreContract("The tests' own", () => Promise.resolve(memoryModelStore()));

it("holds one pointer for two processes on the same file", async () => {
  const file = join(folder, "shared.db");
  await using one = await openSqlite(file);
  await using two = await openSqlite(file);
  expect(await one.models.point("shop", { revision: 1, champion: "m-1", canary: null })).toBe(true);
  expect(await two.models.point("shop", { revision: 1, champion: "m-2", canary: null })).toBe(false);
  expect((await two.models.pointer("shop")).champion).toBe("m-1");
  expect(await two.models.lease("training", "two", 1000, 0)).toBe(true);
  expect(await one.models.lease("training", "one", 1000, 1)).toBe(false);
});
