import { makeDemoShop } from "./cli/demo.ts";
import { fail } from "./cli/fail.ts";
import { createBar } from "./cli/progress.ts";
import { runServer } from "./cli/serve.ts";
import { defaultCatalog } from "./compose.ts";
import { processConfig } from "./config/config.ts";
import { readVersion } from "./config/version.ts";

// `npm start`: the demo shop where there are no products yet, then the server.
let debug = false;
try {
  const config = processConfig();
  debug = config.logLevel === "debug" || config.logLevel === "trace";
  await runServer(config, readVersion(), async ({ products }) => {
    if ((await products.catalog(defaultCatalog)).products > 0) return;
    const bar = createBar("Demo shop", "products");
    const shop = { store: products, catalog: defaultCatalog, count: 20_000, seed: 1, nowMs: Date.now() };
    await makeDemoShop({ ...shop, onProgress: bar.update });
    bar.stop();
  });
} catch (error) {
  fail(error, debug);
}
