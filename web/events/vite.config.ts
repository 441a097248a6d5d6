import { defineConfig } from "vite";

/** The events script for any shop: one classic script under a name that does not change. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "../../dist/web",
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2020",
    modulePreload: false,
    lib: { entry: "winnow-events.ts", formats: ["iife"], name: "winnowEvents", fileName: () => "winnow-events.js" },
  },
});
