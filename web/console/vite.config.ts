import { defineConfig } from "vite";

/** The console: a program of its own, so that the storefront stays small. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  publicDir: false,
  build: {
    outDir: "../../dist/web/console",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false,
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/v1": "http://127.0.0.1:3000", "/console/(session|login|logout)": "http://127.0.0.1:3000" } },
});
