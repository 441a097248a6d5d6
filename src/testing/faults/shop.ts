import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openKeys, openStores, type Running, serve } from "../../compose.ts";
import { readConfig } from "../../config/config.ts";
import type { Product } from "../../domain/product.ts";
import type { Log } from "../../observe/log.ts";
import { silentLog } from "../../observe/log.ts";
import { createReport } from "../../observe/report.ts";
import type { Stores } from "../../open-engine.ts";
import { type Customer, customerOf } from "./customer.ts";

/** The whole program in this process, with a customer who notes what it answers. */
export interface FaultShop extends Customer, AsyncDisposable {
  readonly folder: string;
  readonly stores: Stores;
  readonly running: Running;
}

export interface FaultShopOptions {
  /** Where its data is; a folder of its own unless told. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly products?: readonly Product[];
  readonly log?: Log;
  /** Ends with it, such as a proxy. */
  readonly with?: readonly AsyncDisposable[];
}

/** Lamps whose prices run against their ids: an order by a model is told from the order by words. */
export const lamps = (count: number): readonly Product[] =>
  Array.from({ length: count }, (_, i) => ({ id: `p${i}`, title: `Desk lamp ${i}`, brand: "Vell", price: 10 + i }));

export async function openFaultShop(options: FaultShopOptions = {}): Promise<FaultShop> {
  const { products = lamps(60), environment = {} } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "winnow-fault-")));
  const config = readConfig({
    ...{ PORT: "0", WINNOW_DATA: folder, WINNOW_LINGER_MS: "0" },
    // A busy machine is no fault of the model.
    ...{ WINNOW_RESCORE_BUDGET_MS: "500", ...environment },
  });
  const stores = await openStores(config);
  if (products.length > 0) {
    await using session = await stores.products.openImport("products");
    await session.stage(products);
    await session.commit(true);
  }
  const keys = openKeys(stores);
  const { secret } = await keys.issue({ label: "faults", scopes: ["admin"], catalogs: null, expiresInDays: null });
  const report = createReport(options.log ?? silentLog);
  const running = await serve(config, { stores, report, version: "faults" });
  await running.retrieval.refresh("products");
  return {
    ...customerOf(running.server.url, secret),
    folder,
    stores,
    running,
    async [Symbol.asyncDispose]() {
      await running.stop();
      for (const one of options.with ?? []) await one[Symbol.asyncDispose]();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Answered in the learned order, with nothing left out. */
export const isWhole = async (shop: Customer): Promise<boolean> => {
  const { says, body } = await shop.search();
  return says === "200" && body.ranking?.order === "learned";
};

/** @returns milliseconds until it holds; @throws when it does not within `mostMs` */
export async function until(holds: () => Promise<boolean> | boolean, mostMs: number, what: string): Promise<number> {
  const from = performance.now();
  while (!(await holds())) {
    if (performance.now() - from > mostMs) throw new Error(`${what}: not within ${mostMs} ms.`);
    await sleep(20);
  }
  return performance.now() - from;
}
