import { jest } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLanguageModel } from "../adapters/openai/open-language-model.ts";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import type { Product } from "../domain/product.ts";
import { languageModelContract } from "../ports/language-model.contract.ts";
import { generateProducts } from "../simulation/generate-products.ts";
import { openBackfillShop } from "../testing/backfill-shop.ts";

const url = process.env["LANGUAGE_MODEL_URL"];
if (url === undefined)
  console.warn("Without LANGUAGE_MODEL_URL, a real model behind /v1/chat/completions, these tests are skipped.");

jest.setTimeout(600_000);
const folder = mkdtempSync(join(tmpdir(), "winnow-small-model-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const open = (answers: Parameters<typeof openLanguageModel>[0]["answers"]) =>
  openLanguageModel({
    ...{
      url: url!,
      model: process.env["LANGUAGE_MODEL"] ?? "small",
      key: null,
      timeoutMs: 120_000,
      atOnce: 1,
      answers,
    },
    ...{ prices: { prompt: 0, completion: 0 }, monthly: { tokens: null, costMicros: null }, now: Date.now },
  });

(url === undefined ? describe.skip : describe)("a real, small model", () => {
  languageModelContract("It", async () => {
    const stores = await openSqlite(join(folder, `${++files}.db`));
    return { ...open(stores.answers), [Symbol.asyncDispose]: () => stores.close() };
  });

  it("writes for products, and what of it stands in no data is held back", async () => {
    await using shop = await openBackfillShop(() => "");
    const products = [...generateProducts({ seed: 5, count: 60, nowMs: Date.parse("2026-01-01") })]
      .map(({ description: _, ...product }): Product => product)
      .filter((_, i) => i % 8 === 0);
    await shop.import(products);
    const report = await shop.run({ atOnce: 1 }, undefined, open(shop.stores.answers));
    expect(report.applied + report.proposed + report.failed).toBe(products.length);
    const found = await shop.stores.enrichments.list("shop", { limit: 100 });
    for (const { status, findings } of found)
      expect([status, findings.length === 0]).toEqual([status, status === "applied"]);
    const checks = found.flatMap(({ findings }) => [...new Set(findings.map(({ check }) => check))]);
    const sums = Object.fromEntries(
      [...new Set(checks)].map((name) => [name, checks.filter((each) => each === name).length]),
    );
    console.info(JSON.stringify({ ...report, heldBackBy: sums, shown: found.filter(({ status }) => status === "applied").map(({ content }) => content.description) })); // prettier-ignore
  });
});
