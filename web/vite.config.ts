import { defineConfig } from "vite";

/** The storefront: built into the server's output, which serves it. `vite web` proxies the API of a server on port 3000. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    // The first browsers with light-dark(), which the two themes are written in.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Everything is one small bundle: nothing to preload, and no inlined data: URLs for a strict policy to refuse.
    modulePreload: false,
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/v1": "http://127.0.0.1:3000", "/demo": "http://127.0.0.1:3000" } },
});
