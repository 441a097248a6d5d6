import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synonymStoreContract } from "../../ports/synonym-store.contract.ts";
import { openSqlite } from "./open-sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-synonyms-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

synonymStoreContract("SQLite", async () => {
  const stores = await openSqlite(join(folder, `${++files}.db`));
  return { ...stores.synonyms, [Symbol.asyncDispose]: () => stores.close() };
});
