import { behaviourOff } from "../src/behaviour-off.ts";
import { defaultCatalog, type Running, serve } from "../src/compose.ts";
import { readConfig } from "../src/config/config.ts";
import { silentLog } from "../src/observe/log.ts";
import { createReport } from "../src/observe/report.ts";
import { createShoppers } from "../src/simulation/shoppers/create-shoppers.ts";
import { type LearningShop, openLearningShop } from "../src/testing/learning-shop.ts";
import { promoteByHand } from "../src/training/registry.ts";
import { defaultLoopSettings } from "../src/training/settings.ts";

export interface TrainedShop extends AsyncDisposable {
  readonly shop: LearningShop;
  /** Whose order is the model's: 200 candidates rescored, the search remembered. */
  readonly learned: Running;
  /** The same stores and the same index, and nothing of the learning: the first stage alone. */
  readonly plain: Running;
  /** Tokens of sessions that have done something. */
  readonly sessions: readonly string[];
  readonly trees: number;
}

export interface TrainedShopOptions {
  readonly products: number;
  /** Of shoppers whose clicks the model is made of; some 250 are enough for one. */
  readonly sessions: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/**
 * The demo shop after simulated shoppers, with the model that the training loop made of their clicks serving everyone,
 * whatever the gate thought of it: what is measured is what it costs, not what it is worth.
 */
export async function openTrainedShop({ products, sessions, env = {}, log }: TrainedShopOptions): Promise<TrainedShop> {
  const from = performance.now();
  // With the built-in trainer, which needs no download; its models are LightGBM's in form and size.
  const environment = { LIGHTGBM_LIB: "none", ...env };
  const shop = await openLearningShop({
    ...{ products, settings: defaultLoopSettings, exploration: { share: 0 }, env: environment },
  });
  try {
    const { world, clock, quietDoor: door, running: learned, stores } = shop;
    const openedAt = performance.now();
    const tokens = new Set<string>();
    const watched = {
      ...door,
      send: async (...sent: Parameters<typeof door.send>) => {
        for (const { session } of sent[0]) if (session !== null) tokens.add(session);
        await door.send(...sent);
      },
    };
    const shoppers = createShoppers({ seed: 3, world, door: watched, clock, everyMs: 100_000, atOnce: 8 });
    for (let wave = 0; wave < 5; wave += 1) {
      await shoppers.run(Math.ceil(sessions / 5));
      await learned.learning.settle(defaultCatalog);
    }
    const { searches, clicks } = shoppers.counts();
    const shoppedAt = performance.now();
    await shop.train();
    const [model] = await stores.models.list(defaultCatalog);
    if (model === undefined) throw new Error(`${clicks} clicks were too few to train by.`);
    await promoteByHand({ store: stores.models, now: () => clock.now() }, defaultCatalog, model.version, "a benchmark");
    await learned.learning.serving.refresh(defaultCatalog);
    const plain = await serveWithoutLearning(shop, environment);
    const trees = learned.learning.serving.of(defaultCatalog).champion!.trees.treeCount;
    const seconds = (to: number, since: number) => ((to - since) / 1000).toFixed(1);
    log(
      `${products} products in ${seconds(openedAt, from)} s, ${searches} searches and ${clicks} clicks in ${seconds(shoppedAt, openedAt)} s, a model of ${trees} trees in ${seconds(performance.now(), shoppedAt)} s`,
    );
    return {
      ...{ shop, learned, plain, sessions: [...tokens], trees },
      async [Symbol.asyncDispose]() {
        await plain.stop();
        await shop[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await shop[Symbol.asyncDispose]();
    throw error;
  }
}

const nothing = () => Promise.resolve();

async function serveWithoutLearning(
  { stores, running, clock }: LearningShop,
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const retrieval = { ...running.retrieval, [Symbol.asyncDispose]: nothing };
  return await serve(readConfig({ PORT: "0", WINNOW_LINGER_MS: "0", LOG_LEVEL: "silent", ...env }), {
    stores: { ...stores, ...behaviourOff, openRetrieval: () => Promise.resolve(retrieval), close: nothing },
    ...{ report: createReport(silentLog), version: "bench", now: () => clock.now() },
    learning: { background: false },
  });
}
