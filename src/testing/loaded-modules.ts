import { createRequire } from "node:module";

// Loads the program as bin/winnow.js does, and prints which packages came with it, in the order of their loading.
const cache = (createRequire(import.meta.url)("node:module") as { readonly _cache: object })._cache;
process.on("exit", () => {
  const packages = Object.keys(cache).flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  console.log(JSON.stringify([...new Set(packages)]));
});
const { runWinnow } = await import("../winnow.ts");
await runWinnow(["keys", "--help"]);
