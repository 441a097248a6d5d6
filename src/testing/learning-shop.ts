import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDemoShop } from "../cli/demo.ts";
import { defaultCatalog, openStores, type Running, serve } from "../compose.ts";
import type { ServingPointer } from "../domain/model.ts";
import { readConfig } from "../config/config.ts";
import { silentLog } from "../observe/log.ts";
import { createReport } from "../observe/report.ts";
import { generateProducts } from "../simulation/generate-products.ts";
import { fakeClock, type ShopClock } from "../simulation/shoppers/clock.ts";
import type { ShopDoor } from "../simulation/shoppers/door.ts";
import { type Habits, usualHabits } from "../simulation/shoppers/habits.ts";
import { httpDoor } from "../simulation/shoppers/http-door.ts";
import { createWorld, type World } from "../simulation/shoppers/world.ts";
import type { Stores } from "../open-engine.ts";
import type { SynonymRule } from "../query/synonyms.ts";
import type { LoopSettings } from "../training/settings.ts";

export interface LearningShopOptions {
  /** Products of the demo shop. */
  readonly products: number;
  readonly bots?: number;
  readonly settings: LoopSettings;
  readonly exploration: { readonly share: number };
  /** The documented ones unless told. */
  readonly habits?: Habits;
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the shop's own file. */
  readonly synonyms?: readonly SynonymRule[];
}

/** The whole program in this process, over the demo shop, with shoppers; its time is theirs. */
export interface LearningShop extends AsyncDisposable {
  readonly world: World;
  readonly clock: ShopClock;
  /** For shoppers: before each search all that happened is folded, as the seconds between real searches allow. */
  readonly door: ShopDoor;
  /** For judging: nothing happens but the search. */
  readonly quietDoor: ShopDoor;
  readonly running: Running;
  readonly stores: Stores;
  readonly bots: number;
  /** Trains, judges and decides. */
  train(): Promise<{ readonly version: string | null; readonly says: string }>;
  /** As if this model served everyone while the work goes on, whatever the gate thought of it; nothing is decided by that. */
  trying<T>(version: string, work: () => Promise<T>): Promise<T>;
}

const shopOpensMs = Date.UTC(2026, 0, 15);

export const openLearningShop = async (options: LearningShopOptions): Promise<LearningShop> => {
  const { products: count, bots = 0, exploration, settings, habits = usualHabits, env = {}, synonyms } = options;
  const folder = await mkdtemp(join(tmpdir(), "winnow-learning-"));
  const clock = fakeClock(shopOpensMs);
  const config = readConfig({
    ...{ PORT: "0", WINNOW_DATA: folder, WINNOW_LINGER_MS: "0", LOG_LEVEL: "silent" },
    // What is learned must not hang on how busy the machine is.
    ...{ WINNOW_RESCORE_BUDGET_MS: "500", WINNOW_SEARCH_DEADLINE_MS: "5000" },
    ...env,
  });
  const stores = await openStores(config, defaultCatalog, () => clock.now());
  await makeDemoShop({ store: stores.products, catalog: defaultCatalog, count, seed: 1, nowMs: shopOpensMs });
  const report = createReport(silentLog);
  const running = await serve(config, {
    ...{ stores, report, version: "simulation", now: () => clock.now() },
    exploration,
    learning: { settings, background: false },
    ...(synonyms && { synonyms }),
  });
  await running.retrieval.refresh(defaultCatalog);
  const world = createWorld({ seed: 1, products: generateProducts({ seed: 1, count, nowMs: shopOpensMs }), habits });
  const http = httpDoor({ url: running.server.url });
  let settled = true;
  const door: ShopDoor = {
    search: async (search) => {
      if (!settled) await running.learning.settle(defaultCatalog);
      settled = false;
      return await http.search(search);
    },
    send: async (events, agent) => {
      settled = false;
      await http.send(events, agent);
    },
  };
  return {
    ...{ world, clock, door, quietDoor: http, running, stores, bots },
    async train() {
      const { loop } = running.learning;
      const { decision, says } = await loop.train(defaultCatalog, { by: "simulation" });
      return { version: decision?.version ?? null, says: decision === null ? says : `${decision.kind}: ${says}` };
    },
    async trying(version, work) {
      const { champion, canary } = await stores.models.pointer(defaultCatalog);
      const serve = async (to: Pick<ServingPointer, "champion" | "canary">) => {
        const { revision } = await stores.models.pointer(defaultCatalog);
        if (!(await stores.models.point(defaultCatalog, { revision: revision + 1, ...to }))) {
          throw new Error("Someone else moved the pointer to what serves.");
        }
        await running.learning.serving.refresh(defaultCatalog);
      };
      await serve({ champion: version, canary: null });
      try {
        return await work();
      } finally {
        await serve({ champion, canary });
      }
    },
    async [Symbol.asyncDispose]() {
      http[Symbol.dispose]();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
