import Database from "better-sqlite3";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Product } from "../../domain/product.ts";
import type { ImportRecord } from "../../ports/import-log.ts";
import type { KeyRecord } from "../../ports/key-store.ts";
import { productStoreContract } from "../../ports/product-store.contract.ts";
import { openSqlite, type SqliteOptions } from "./open-sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}`, "winnow.db");
const openShop = async (file: string, options?: SqliteOptions) => {
  const stores = await openSqlite(file, options);
  await stores.products.defineCatalog("shop", {
    ...{ text: [], keywords: [], numbers: [], facets: [], identifiers: [], language: "english", body: {} },
  });
  return stores;
};
const product = (id: string, more: Partial<Product> = {}): Product => ({ id, title: `Product ${id}`, ...more });
const many = (count: number, more: Partial<Product> = {}) =>
  Array.from({ length: count }, (_, i) => product(`p${i}`, more));

productStoreContract("SQLite", async () => (await openSqlite(newFile())).products);

describe("the file", () => {
  it("keeps everything when closed and opened again", async () => {
    const file = newFile();
    {
      await using stores = await openShop(file);
      await stores.products.write("shop", [{ op: "put", product: product("a") }]);
    }
    await using stores = await openSqlite(file);
    expect(await stores.products.catalog("shop")).toMatchObject({ products: 1, sequence: 1 });
  });
  it("is refused untouched when a newer winnow has written it", async () => {
    const file = newFile();
    await (await openShop(file)).close();
    withDatabase(file, (db) => db.pragma("user_version = 999"));
    const before = readFileSync(file);
    await expect(openSqlite(file)).rejects.toMatchObject({
      code: "storage_failed",
      message: expect.stringContaining("written by a newer winnow (schema 999") as string,
      hint: expect.stringContaining("newer winnow") as string,
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
  it("is refused untouched when it is another program's", async () => {
    const file = join(folder, "other.db");
    withDatabase(file, (db) => db.exec("CREATE TABLE theirs (x)"));
    const before = readFileSync(file);
    await expect(openSqlite(file)).rejects.toMatchObject({
      code: "storage_failed",
      message: expect.stringContaining("another program") as string,
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
  it("is refused when it is no database", async () => {
    const file = join(folder, "text.db");
    writeFileSync(file, "id,title\n".repeat(1000));
    await expect(openSqlite(file)).rejects.toMatchObject({
      code: "storage_failed",
      hint: expect.stringContaining("not a SQLite database") as string,
    });
  });
  it("can be made by several that open it at once", async () => {
    const file = newFile();
    const all = await Promise.all(Array.from({ length: 4 }, () => openShop(file)));
    expect(await all[0]!.products.catalogs()).toHaveLength(1);
    for (const stores of all) await stores.close();
  });
});

describe("a full disk", () => {
  it("is said, loses nothing, and writing goes on when there is room again", async () => {
    const file = newFile();
    {
      await using stores = await openShop(file, { maxBytes: 400_000 });
      await stores.products.write("shop", [{ op: "put", product: product("kept") }]);
      const big = many(300, { description: "x".repeat(4000) });
      const writes = big.map((each) => ({ op: "put", product: each }) as const);
      await expect(stores.products.write("shop", writes)).rejects.toMatchObject({ code: "storage_full" });
      await using session = await stores.products.openImport("shop");
      await expect(session.stage(big)).rejects.toMatchObject({ code: "storage_full" });
      expect(await stores.products.catalog("shop")).toMatchObject({ products: 1, sequence: 1 });
      expect(await stores.products.write("shop", [{ op: "put", product: product("small") }])).toEqual(["created"]);
    }
    await using stores = await openSqlite(file);
    expect(await stores.products.catalog("shop")).toMatchObject({ products: 2, sequence: 2 });
    expect(await stores.products.write("shop", [{ op: "put", product: product("kept", { price: 1 }) }])).toEqual([
      "updated",
    ]);
  });
});

describe("several at once", () => {
  it("reads while another process holds the write lock, and says so when a write has waited too long", async () => {
    const file = newFile();
    await using stores = await openShop(file, { busyTimeoutMs: 200 });
    await stores.products.write("shop", [{ op: "put", product: product("a") }]);
    const other = new Database(file);
    other.exec("BEGIN IMMEDIATE");
    const write = stores.products.write("shop", [{ op: "put", product: product("b") }]);
    expect(await stores.products.get("shop", "a")).not.toBeNull();
    await expect(write).rejects.toMatchObject({
      code: "storage_failed",
      message: expect.stringContaining("written by another process") as string,
      retryAfterS: 5,
    });
    other.exec("COMMIT");
    other.close();
    expect(await stores.products.write("shop", [{ op: "put", product: product("b") }])).toEqual(["created"]);
  });
  it("keeps the import of one that lives when another opens the file", async () => {
    const file = newFile();
    await using importer = await openShop(file);
    await using session = await importer.products.openImport("shop");
    await session.stage(many(10));
    await (await openSqlite(file)).close();
    expect(await session.commit(false)).toMatchObject({ created: 10 });
  });
  it("clears the import of one that has died, told apart even when its process id is in use again", async () => {
    const file = newFile();
    {
      await using stores = await openShop(file);
      const session = await stores.products.openImport("shop");
      await session.stage(many(10));
    }
    withDatabase(file, (db) => db.exec("UPDATE import_sessions SET token = 'of an earlier process'"));
    await (await openSqlite(file)).close();
    withDatabase(file, (db) => {
      expect(db.prepare("SELECT count(*) FROM documents").pluck().get()).toBe(0);
      expect(db.prepare("SELECT count(*) FROM staged").pluck().get()).toBe(0);
    });
  });
  it("ends an import whose catalogue is dropped with a conflict", async () => {
    await using stores = await openShop(newFile());
    await using session = await stores.products.openImport("shop");
    await session.stage(many(10));
    await stores.products.dropCatalog("shop");
    await expect(session.stage(many(1))).rejects.toMatchObject({ code: "conflict" });
    await expect(session.commit(false)).rejects.toMatchObject({ code: "conflict" });
  });
  it("lets one failing call fail alone among those that share its transaction", async () => {
    await using stores = await openShop(newFile());
    const calls = Array.from({ length: 50 }, (_, i) =>
      stores.products.write(i % 5 === 0 ? "nowhere" : "shop", [{ op: "put", product: product(`p${i}`) }]),
    );
    const states = (await Promise.allSettled(calls)).map(({ status }) => status);
    expect(states).toEqual(states.map((_, i) => (i % 5 === 0 ? "rejected" : "fulfilled")));
    expect(await stores.products.catalog("shop")).toMatchObject({ products: 40, sequence: 40 });
  });
  it("leaves no document behind, whatever becomes of products", async () => {
    const file = newFile();
    {
      await using stores = await openShop(file);
      const run = async (products: readonly Product[]) => {
        await using session = await stores.products.openImport("shop");
        await session.stage(products);
        await session.stage(products.slice(0, 5));
        await session.commit(false);
      };
      await run(many(20));
      await run(many(15, { price: 2 }));
      await run(many(15, { price: 2 }));
      await stores.products.write("shop", [
        { op: "delete", id: "p1" },
        { op: "put", product: product("p2", { price: 3 }) },
      ]);
    }
    withDatabase(file, (db) => {
      expect(db.prepare("SELECT count(*) FROM documents").pluck().get()).toBe(14);
    });
  });
  it("answers with an error after it is closed", async () => {
    const stores = await openShop(newFile());
    await stores.close();
    await stores.close();
    await expect(stores.products.catalogs()).rejects.toMatchObject({ code: "storage_failed" });
  });
});

it("keeps keys until they are removed", async () => {
  await using stores = await openSqlite(newFile());
  const key = (id: string, createdAtMs: number): KeyRecord => ({
    ...{ id, hash: "00ff", label: "shop", scopes: ["search"], catalogs: null, createdAtMs, expiresAtMs: null },
  });
  await stores.keys.insert(key("b", 1));
  await stores.keys.insert(key("a", 2));
  expect(await stores.keys.list()).toEqual([key("b", 1), key("a", 2)]);
  expect(await stores.keys.remove("b")).toBe(true);
  expect(await stores.keys.remove("b")).toBe(false);
  expect(await stores.keys.list()).toEqual([key("a", 2)]);
});

it("keeps records of imports, newest first, found by id and by idempotency key", async () => {
  await using stores = await openSqlite(newFile());
  const record = (id: string, startedAtMs: number, more: Partial<ImportRecord> = {}): ImportRecord => ({
    ...{ id, catalog: "shop", idempotencyKey: null, state: "running", startedAtMs, finishedAtMs: null },
    ...{ read: 0, rejected: 0, counts: null, error: null, ...more },
  });
  const counts = { created: 1, updated: 2, unchanged: 3, deleted: 4 };
  await stores.imports.save(record("a", 1, { idempotencyKey: "k" }));
  await stores.imports.save(record("b", 2));
  await stores.imports.save(record("c", 3, { catalog: "books", idempotencyKey: "k" }));
  await stores.imports.save(record("a", 1, { idempotencyKey: "k", state: "done", counts }));
  expect((await stores.imports.list("shop", 10)).map(({ id }) => id)).toEqual(["b", "a"]);
  expect(await stores.imports.list("shop", 1)).toHaveLength(1);
  expect(await stores.imports.find("a")).toMatchObject({ state: "done", counts });
  expect(await stores.imports.findByIdempotencyKey("books", "k")).toMatchObject({ id: "c" });
  await expect(stores.imports.save(record("d", 4, { idempotencyKey: "k" }))).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await stores.imports.findByIdempotencyKey("shop", "other")).toBeNull();
  expect(await stores.imports.find("nothing")).toBeNull();
});

function withDatabase(file: string, work: (db: Database.Database) => void): void {
  const db = new Database(file);
  work(db);
  db.close();
}
