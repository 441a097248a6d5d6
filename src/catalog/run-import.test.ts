import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { openSqlite, type SqliteStores } from "../adapters/sqlite/open-sqlite.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import { streamSource } from "./read/source.ts";
import { runImport, type ImportJob } from "./run-import.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-run-import-"));
let stores: SqliteStores;
beforeAll(async () => {
  stores = await openSqlite(join(folder, "winnow.db"));
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true });
});

const mapping = (language: string): CatalogMapping => ({
  ...{ text: [], keywords: [], numbers: [], facets: [], identifiers: [], body: {}, language },
});
let nowMs = 1000;
let lastId = 0;
const run = (catalog: string, csv: string, more: Partial<ImportJob> = {}) =>
  runImport(
    { store: stores.products, imports: stores.imports, nowMs: () => nowMs++ },
    {
      ...{ id: `import-${++lastId}`, catalog, mapping: null, defaultMapping: mapping("english") },
      sources: [streamSource("given", Readable.from([Buffer.from(csv)]))],
      ...more,
    },
  );

it("makes a catalogue that is not there, with the default mapping, and keeps a record of the import", async () => {
  await run("new", "id,title,price\na,A,1\nb,B,2\nc,C,x\n", { idempotencyKey: "key" });
  expect(await stores.products.catalog("new")).toMatchObject({ products: 2 });
  expect(await stores.products.mapping("new")).toEqual(mapping("english"));
  const record = await stores.imports.findByIdempotencyKey("new", "key");
  expect(record).toMatchObject({
    state: "done",
    read: 3,
    rejected: 1,
    counts: { created: 2, deleted: 0 },
    error: null,
  });
  expect(record!.finishedAtMs).toBeGreaterThan(record!.startedAtMs);
});

it("drops the catalogue it made when its first import fails, and says why in the record", async () => {
  await expect(run("failing", "nonsense\n1\n")).rejects.toMatchObject({ code: "invalid_file" });
  expect((await stores.products.catalogs()).map(({ name }) => name)).not.toContain("failing");
  expect(await stores.imports.list("failing", 1)).toMatchObject([
    { state: "failed", counts: null, error: expect.stringContaining("no column is the id") as string },
  ]);
});

it("gives a catalogue its new mapping once the import has succeeded, and not before", async () => {
  await run("shop", "id,title\na,A\n");
  await expect(run("shop", "nonsense\n1\n", { mapping: mapping("german") })).rejects.toMatchObject({
    code: "invalid_file",
  });
  expect(await stores.products.mapping("shop")).toEqual(mapping("english"));
  expect(await stores.products.catalog("shop")).toMatchObject({ products: 1 });
  await run("shop", "id,title\na,A\n", { mapping: mapping("german") });
  expect(await stores.products.mapping("shop")).toEqual(mapping("german"));
});

it("records an import that was stopped as failed", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(run("shop", "id,title\nb,B\n", { signal })).rejects.toThrow("stopped");
  expect(await stores.imports.list("shop", 1)).toMatchObject([{ state: "failed", error: "the import was stopped" }]);
  expect(await stores.products.get("shop", "a")).not.toBeNull();
});
