import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLanguageModel } from "../src/adapters/openai/open-language-model.ts";
import { openSqlite } from "../src/adapters/sqlite/open-sqlite.ts";
import { backfillDescriptions } from "../src/backfill/backfill-descriptions.ts";
import { defaultBackfill } from "../src/backfill/backfill-options.ts";
import { enrichedProducts } from "../src/backfill/enriched-products.ts";
import type { Enrichment } from "../src/domain/enrichment.ts";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { startScriptedModel } from "../src/testing/scripted-model.ts";
import { defaultMapping } from "../src/testing/harness.ts";
import { lies } from "./descriptions-lies.ts";
import { heldOut } from "./descriptions-held-out.ts";
import { voice, writeTexts } from "./descriptions-texts.ts";
import type { Benchmark } from "./harness.ts";

const SEED = 11;

/**
 * A scripted model writes descriptions for generated products, every other one with a sentence that the product's data
 * do not bear out, through the whole pipeline. Let through is a lie that would be shown without a person; a false alarm
 * is an honest text that would not.
 */
export const bench: Benchmark = {
  name: "descriptions",
  title: "unsupported facts that the checks of written descriptions let through, and false alarms",
  async run({ quick, log }) {
    const planted = quick ? 200 : 500;
    const written = writeTexts({ products: generated(SEED, planted), lies, planted, seed: SEED });
    const folder = await mkdtemp(join(tmpdir(), "winnow-descriptions-"));
    const stores = await openSqlite(join(folder, "winnow.db"));
    const products = enrichedProducts(stores.products, stores.enrichments);
    await using server = await startScriptedModel(({ messages }) => {
      const { text } = written.get(messages.at(-1)!.content)!;
      return { say: { description: text } };
    });
    try {
      await products.defineCatalog("shop", defaultMapping);
      await using session = await products.openImport("shop");
      await session.stage([...written.values()].map(({ product }) => product));
      await session.commit(false);
      const model = openLanguageModel({
        ...{ url: server.url, model: "scripted", key: null, timeoutMs: 10_000, atOnce: 8, answers: stores.answers },
        ...{ prices: { prompt: 0, completion: 0 }, monthly: { tokens: null, costMicros: null }, now: Date.now },
      });
      const started = performance.now();
      const report = await backfillDescriptions(
        { products, enrichments: stores.enrichments, model, now: Date.now },
        { ...defaultBackfill, ...voice, attributes: false, catalog: "shop", batch: "bench", atOnce: 8 },
        { signal: new AbortController().signal, onProgress: () => undefined, log },
      );
      const ms = performance.now() - started;
      const found = await stores.enrichments.list("shop", { limit: 10_000 });
      const texts = new Map([...written.values()].map((each) => [each.product.id, each]));
      const judged = found.map((one) => ({ one, ...texts.get(one.product)! }));
      const lied = judged.filter(({ lie }) => lie !== null);
      const honest = judged.filter(({ lie }) => lie === null);
      const through = lied.filter(({ one }) => one.status === "applied");
      const alarms = honest.filter(({ one }) => one.status !== "applied");
      for (const { lie, text, one } of through) log(`let through (${lie!}): ${text}   ← ${one.source.join("; ")}`);
      for (const { text, one } of alarms.slice(0, 20)) log(`false alarm: ${text}   ← ${reasons(one)}`);
      return {
        unit: "texts",
        ours: {
          planted: lied.length,
          "let through": through.length,
          honest: honest.length,
          "false alarms": alarms.length,
          "without an answer": report.failed,
          "texts a second": (1000 * found.length) / ms,
          ...(await heldOut({ seeds: quick ? [331] : [331, 332, 333, 334, 335], planted, log })),
        },
        peers: {},
        ratio: { "none let through": through.length === 0 ? 1 : 0 },
        n: found.length,
        seed: SEED,
      };
    } finally {
      await stores.close();
      await rm(folder, { recursive: true });
    }
  },
};

const generated = (seed: number, planted: number) => [
  ...generateProducts({ seed, count: 12 * planted, nowMs: Date.parse("2026-01-01") }),
];

const reasons = ({ findings }: Enrichment): string => findings.map(({ check, says }) => `${check}: ${says}`).join(" ");
