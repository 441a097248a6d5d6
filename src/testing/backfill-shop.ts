import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLanguageModel } from "../adapters/openai/open-language-model.ts";
import { openSqlite, type SqliteStores } from "../adapters/sqlite/open-sqlite.ts";
import { backfillDescriptions, type BackfillReport } from "../backfill/backfill-descriptions.ts";
import { type BackfillOptions, defaultBackfill } from "../backfill/backfill-options.ts";
import { enrichedProducts } from "../backfill/enriched-products.ts";
import { generatedField } from "../domain/enrichment.ts";
import type { Product } from "../domain/product.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { ProductStore } from "../ports/product-store.ts";
import { defaultMapping } from "./harness.ts";
import { type ScriptedModel, type ScriptedReply, startScriptedModel } from "./scripted-model.ts";

/** What products and texts are kept in. */
type ShopStores = Pick<SqliteStores, "products" | "enrichments" | "answers" | "close">;

/** A catalogue `shop` in a SQLite file of its own, and a scripted language model; all gone when disposed of. */
export interface BackfillShop extends AsyncDisposable {
  readonly stores: ShopStores;
  /** The enriched ones. */
  readonly products: ProductStore;
  readonly model: LanguageModel;
  readonly server: ScriptedModel;
  readonly now: () => number;
  /** Lines of its log. */
  readonly logged: readonly string[];
  import(products: readonly Product[], keepMissing?: boolean): Promise<void>;
  /** @param other a model instead of the scripted one */
  run(options?: Partial<BackfillOptions>, signal?: AbortSignal, other?: LanguageModel): Promise<BackfillReport>;
  product(id: string): Promise<Product>;
  /** What a model has written, as it is shown; null when nothing is. */
  shown(id: string): Promise<string | null>;
}

/**
 * @param say what the model answers, by the product's data as it is given them; a text is a description
 * @param others stores instead of a SQLite file; closed with the shop
 */
export async function openBackfillShop(
  say: (data: string, index: number) => string | ScriptedReply,
  others?: ShopStores,
): Promise<BackfillShop> {
  const folder = mkdtempSync(join(tmpdir(), "winnow-backfill-"));
  const stores = others ?? (await openSqlite(join(folder, "winnow.db")));
  const products = enrichedProducts(stores.products, stores.enrichments);
  await products.defineCatalog("shop", defaultMapping);
  const server = await startScriptedModel(({ messages }, index) => {
    const said = say(messages.at(-1)!.content, index);
    return typeof said === "string" ? { say: { description: said } } : said;
  });
  let clockMs = Date.parse("2026-01-31T12:00:00Z");
  const now = () => ++clockMs;
  const model = openLanguageModel({
    ...{ url: server.url, model: "scripted", key: null, timeoutMs: 2000, atOnce: 4, answers: stores.answers, now },
    ...{ prices: { prompt: 1, completion: 1 }, monthly: { tokens: null, costMicros: null } },
    patience: { tries: 2, pauseMs: 1 },
  });
  const logged: string[] = [];
  const product = async (id: string) => JSON.parse((await products.get("shop", id))!.source) as Product;
  return {
    ...{ stores, products, model, server, now, logged, product },
    async import(list, keepMissing = false) {
      await using session = await products.openImport("shop");
      await session.stage(list);
      await session.commit(keepMissing);
    },
    run: (options = {}, signal = new AbortController().signal, other = model) =>
      backfillDescriptions(
        { products, enrichments: stores.enrichments, model: other, now },
        { ...defaultBackfill, catalog: "shop", batch: "b-1", language: "english", ...options },
        { signal, onProgress: () => undefined, log: (line) => logged.push(line) },
      ),
    async shown(id) {
      const generated = (await product(id))[generatedField] as { description?: string } | undefined;
      return generated?.description ?? null;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await stores.close();
      rmSync(folder, { recursive: true });
    },
  };
}
