import { existsSync } from "node:fs";
import { checkDescription } from "../src/backfill/check-description.ts";
import { readIcecat } from "../src/cli/icecat.ts";
import type { Product } from "../src/domain/product.ts";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { createRandom } from "../src/simulation/random.ts";
import { lies } from "./descriptions-lies.ts";
import { otherLies } from "./descriptions-other-lies.ts";
import { voice, writeTexts } from "./descriptions-texts.ts";
import { shuffled } from "./descriptions-writer.ts";
import type { Figures } from "./harness.ts";

const icecat = "../shared/data/icecat_chorus";

export interface HeldOutOptions {
  readonly seeds: readonly number[];
  /** Of each seed, catalogue and list of kinds. */
  readonly planted: number;
  readonly log: (line: string) => void;
}

/** The checks alone, on products and lies they were not written beside: other seeds, other kinds, another catalogue. */
export async function heldOut({ seeds, planted, log }: HeldOutOptions): Promise<Figures> {
  const figures: Record<string, number> = {};
  const add = (name: string, n: number) => (figures[name] = (figures[name] ?? 0) + n);
  const electronics = existsSync(icecat) ? (await readIcecat(icecat)).products : [];
  if (electronics.length === 0) log(`Icecat is not looked at: ${icecat} is missing.`);
  for (const seed of seeds) {
    const generated = [...generateProducts({ seed, count: 6 * planted, nowMs: Date.parse("2026-01-01") })];
    const drawn = shuffled(electronics.slice(seed % 5000).slice(0, 5 * planted), createRandom(seed));
    const catalogues: readonly (readonly [string, readonly Product[]])[] = [["generated", generated], ["Icecat", drawn]]; // prettier-ignore
    for (const [catalogue, products] of catalogues.filter(([, list]) => list.length > 0))
      for (const [kinds, of] of [
        ["known", lies],
        ["other", otherLies],
      ] as const)
        // prettier-ignore
        for (const { text, sheet, lie } of writeTexts({ products, lies: of, planted, seed }).values()) {
          const isClean = checkDescription(text, sheet, { ...voice, shortest: 30 }).length === 0;
          if (lie !== null) add(`${catalogue}, ${kinds} kinds: planted`, 1);
          else if (kinds === "known") add(`${catalogue}: honest`, 1);
          if (lie !== null) add(`${catalogue}, ${kinds} kinds: let through`, Number(isClean));
          else if (kinds === "known") add(`${catalogue}: false alarms`, Number(!isClean));
          if (lie !== null && isClean) log(`seed ${seed}, ${catalogue}, let through (${lie}): ${text}`);
        }
  }
  return figures;
}
