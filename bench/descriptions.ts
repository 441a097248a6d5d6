import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLanguageModel } from "../src/adapters/openai/open-language-model.ts";
import { openSqlite } from "../src/adapters/sqlite/open-sqlite.ts";
import { backfillDescriptions } from "../src/backfill/backfill-descriptions.ts";
import { defaultBackfill } from "../src/backfill/backfill-options.ts";
import { describeRequest } from "../src/backfill/describe-prompt.ts";
import { enrichedProducts } from "../src/backfill/enriched-products.ts";
import { readFactsSheet } from "../src/backfill/product-facts.ts";
import type { Enrichment } from "../src/domain/enrichment.ts";
import type { Product } from "../src/domain/product.ts";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { createRandom, mixSeeds, type Random } from "../src/simulation/random.ts";
import { startScriptedModel } from "../src/testing/scripted-model.ts";
import { defaultMapping } from "../src/testing/harness.ts";
import { type Lie, lies } from "./descriptions-lies.ts";
import { shuffled, writeHonestly } from "./descriptions-writer.ts";
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
    const written = write(planted);
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
        },
        peers: {},
        ratio: {},
        n: found.length,
        seed: SEED,
      };
    } finally {
      await stores.close();
      await rm(folder, { recursive: true });
    }
  },
};

const voice = { language: "english", tone: defaultBackfill.tone, longest: defaultBackfill.longest };

interface WrittenText {
  readonly product: Product;
  readonly text: string;
  /** Kind of the sentence that is none of the product's; null when all is. */
  readonly lie: string | null;
}

/** What a model is asked with → what it says; as many honest as with a lie, the kinds of lies in turn. */
function write(planted: number): ReadonlyMap<string, WrittenText> {
  const all = [...generateProducts({ seed: SEED, count: 12 * planted, nowMs: Date.parse("2026-01-01") })];
  const written = new Map<string, WrittenText>();
  let [lied, honest] = [0, 0];
  for (const [i, { description: _, ...rest }] of all.entries()) {
    const product: Product = rest;
    const { facts } = readFactsSheet(product);
    const { prompt } = describeRequest(facts, voice);
    if (facts.length < 3 || written.has(prompt)) continue;
    const random = createRandom(mixSeeds(SEED, i));
    const text = writeHonestly(product, random);
    if (lied < planted) {
      // Some kinds fit few products: then it is the next one's turn.
      const turns = lies.map((_each, k) => lies[(lied + k) % lies.length]!);
      const told = tell(turns, product, random, all[(i * 7 + 13) % all.length]!);
      if (told === null) continue;
      written.set(prompt, { product, text: plant(text, told.text, random), lie: told.kind });
      lied++;
    } else if (honest < planted) {
      written.set(prompt, { product: product, text, lie: null });
      honest++;
    }
  }
  return written;
}

/** The first kind that fits. */
function tell(
  turns: readonly Lie[],
  product: Product,
  random: Random,
  other: Product,
): { kind: string; text: string } | null {
  for (const lie of turns) {
    const text = lie.write(product, random, other);
    if (text !== null) return { kind: lie.kind, text };
  }
  return null;
}

/** Somewhere between the sentences. */
function plant(text: string, lie: string, random: Random): string {
  const sentences = text.split(/(?<=\.)\s/u);
  const [at] = shuffled([...sentences.keys()], random);
  return [...sentences.slice(0, at! + 1), lie, ...sentences.slice(at! + 1)].join(" ");
}

const reasons = ({ findings }: Enrichment): string => findings.map(({ check, says }) => `${check}: ${says}`).join(" ");
