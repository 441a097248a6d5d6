import { type Command, InvalidArgumentError } from "commander";
import type { Product } from "../domain/product.ts";
import { generateProducts, type GenerateOptions } from "../simulation/generate-products.ts";
import { createBar } from "./progress.ts";

export interface DemoDeps {
  /** Opens the store for the time of the command, with the catalogue defined in it. */
  readonly withCatalog: (catalog: string, work: (store: DemoStore) => Promise<void>) => Promise<void>;
}

/** What a demo shop asks of a ProductStore. */
export interface DemoStore {
  openImport(catalog: string): Promise<
    AsyncDisposable & {
      stage(products: readonly Product[]): Promise<void>;
      commit(keepMissing: boolean): Promise<DemoCounts>;
    }
  >;
}

export interface DemoCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
}

export const registerDemo = (program: Command, { withCatalog }: DemoDeps): void => {
  program
    .command("demo")
    .description("fill a catalogue with a generated shop; replaces what is in it")
    .option("--products <count>", "how many products", readWhole(1, 1_000_000), 20_000)
    .option("--seed <seed>", "another number makes another shop", readWhole(0, 999_999_999), 1)
    .option("--catalog <name>", "the catalogue to fill", "products")
    .action(({ products, seed, catalog }: { products: number; seed: number; catalog: string }) =>
      withCatalog(catalog, async (store) => {
        const bar = createBar("Demo shop", "products");
        const nowMs = Date.now();
        const counts = await makeDemoShop({ store, catalog, count: products, seed, nowMs, onProgress: bar.update });
        bar.stop();
        process.stdout.write(
          `${catalog}: ${counts.created} created, ${counts.updated} updated, ${counts.deleted} deleted.\n`,
        );
      }),
    );
};

export interface DemoShop extends GenerateOptions {
  readonly store: DemoStore;
  /** Defined already; its products are replaced, all at once. */
  readonly catalog: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** @throws WinnowError as the store does; then the catalogue is as it was */
export const makeDemoShop = async (shop: DemoShop): Promise<DemoCounts> => {
  const { store, catalog, count, onProgress } = shop;
  await using session = await store.openImport(catalog);
  let done = 0;
  for (const chunk of chunksOf(generateProducts(shop), 1000)) {
    await session.stage(chunk);
    done += chunk.length;
    onProgress?.(done, count);
  }
  return await session.commit(false);
};

function* chunksOf(products: Iterable<Product>, size: number): Generator<Product[], void, undefined> {
  let chunk: Product[] = [];
  for (const product of products) {
    chunk.push(product);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const readWhole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
