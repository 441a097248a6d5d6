import { defaultBackfill } from "../src/backfill/backfill-options.ts";
import { describeRequest } from "../src/backfill/describe-prompt.ts";
import { type ProductFactsSheet, readFactsSheet } from "../src/backfill/product-facts.ts";
import type { Product } from "../src/domain/product.ts";
import { createRandom, mixSeeds, type Random } from "../src/simulation/random.ts";
import type { Lie } from "./descriptions-lies.ts";
import { shuffled, writeHonestly } from "./descriptions-writer.ts";

export const voice = { language: "english", tone: defaultBackfill.tone, longest: defaultBackfill.longest };

export interface WrittenText {
  /** Without a description of its own. */
  readonly product: Product;
  readonly sheet: ProductFactsSheet;
  readonly text: string;
  /** Kind of the sentence that is none of the product's; null when all is. */
  readonly lie: string | null;
}

export interface TextsOptions {
  readonly products: readonly Product[];
  readonly lies: readonly Lie[];
  readonly planted: number;
  readonly seed: number;
}

/** What a model is asked with → what it says; as many honest as with a lie, the kinds of lies in turn. */
export function writeTexts({ products, lies, planted, seed }: TextsOptions): ReadonlyMap<string, WrittenText> {
  const written = new Map<string, WrittenText>();
  let [lied, honest] = [0, 0];
  for (const [i, { description: _, ...rest }] of products.entries()) {
    // What a model is not given it cannot write about.
    const attributes = Object.fromEntries(Object.entries(rest.attributes ?? {}).slice(0, 40));
    const product: Product = { ...rest, attributes };
    const sheet = readFactsSheet(product);
    const { facts } = sheet;
    const { prompt } = describeRequest(facts, voice);
    if (facts.length < 3 || written.has(prompt)) continue;
    const random = createRandom(mixSeeds(seed, i));
    const text = writeHonestly(product, random);
    if (lied < planted) {
      // Some kinds fit few products: then it is the next one's turn.
      const turns = lies.map((_each, k) => lies[(lied + k) % lies.length]!);
      const told = tell(turns, product, random, products[(i * 7 + 13) % products.length]!);
      if (told === null) continue;
      written.set(prompt, { product, sheet, text: plant(text, told.text, random), lie: told.kind });
      lied++;
    } else if (honest < planted) {
      written.set(prompt, { product, sheet, text, lie: null });
      honest++;
    } else break;
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
