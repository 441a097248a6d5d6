import { setTimeout as sleep } from "node:timers/promises";
import { makeDemoShop } from "./cli/demo.ts";
import { demoExploration, demoSettings } from "./cli/demo-learning.ts";
import { startDemoShoppers } from "./cli/demo-shoppers.ts";
import { fail } from "./cli/fail.ts";
import { forgetDemo } from "./cli/forget-demo.ts";
import { createBar } from "./cli/progress.ts";
import { runServer } from "./cli/serve.ts";
import { demoShop, holdsDemo, isUntouchedDemo } from "./cli/untouched-demo.ts";
import { defaultCatalog } from "./compose.ts";
import { processConfig } from "./config/config.ts";
import { readVersion } from "./config/version.ts";

// `npm start`: the demo shop where there are no products yet, then the server, then shoppers from whom it learns.
let debug = false;
try {
  const config = processConfig();
  debug = config.logLevel === "debug" || config.logLevel === "trace";
  const shop = { ...demoShop, nowMs: Date.now() };
  const exploration = demoExploration();
  const loop = demoSettings();
  const demo = { shoppers: false };
  const running = await runServer(config, readVersion(), async ({ products, models }) => {
    if ((await products.catalog(defaultCatalog)).products === 0) {
      const bar = createBar("Demo shop", "products");
      await makeDemoShop({ store: products, catalog: defaultCatalog, ...shop, onProgress: bar.update });
      bar.stop();
    }
    demo.shoppers =
      config.demoShoppers &&
      config.engine.kind === "embedded" &&
      (await models.pointer(defaultCatalog)).champion === null &&
      (await isUntouchedDemo(products, defaultCatalog, shop));
    return demo.shoppers ? { exploration, learning: { settings: loop.settings } } : {};
  });
  if (demo.shoppers) {
    const { learning, stores, server } = running;
    const stop = startDemoShoppers({
      ...{ url: server.url, shop, out: process.stdout },
      progress: async () => {
        const { training, canary, serving } = await learning.loop.status(defaultCatalog);
        if (serving.champion !== null) exploration.calm();
        return { training, canary: canary === null ? null : { share: serving.canary?.share ?? 0 } };
      },
      pointer: () => stores.models.pointer(defaultCatalog),
      decisions: () => stores.models.decisions(defaultCatalog, 20),
      stands: () => holdsDemo(stores.products, defaultCatalog),
      onGone: async () => {
        exploration.end(config.exploration);
        loop.end();
        // What is being trained from the demo's log comes to its end first, so that it does not serve after all.
        while ((await learning.loop.status(defaultCatalog)).training !== null)
          await sleep(500, undefined, { ref: false });
        await forgetDemo({ ...stores, now: Date.now }, defaultCatalog);
      },
    });
    process.once("SIGTERM", () => void stop()).once("SIGINT", () => void stop());
  }
} catch (error) {
  fail(error, debug);
}
