import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerStoreContract } from "../../ports/answer-store.contract.ts";
import { enrichmentStoreContract } from "../../ports/enrichment-store.contract.ts";
import { openSqlite } from "./open-sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-enrichments-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const open = () => openSqlite(join(folder, `${++files}.db`));

enrichmentStoreContract("SQLite", async () => {
  const stores = await open();
  return { ...stores.enrichments, [Symbol.asyncDispose]: () => stores.close() };
});

answerStoreContract("SQLite", async () => {
  const stores = await open();
  return { ...stores.answers, [Symbol.asyncDispose]: () => stores.close() };
});
