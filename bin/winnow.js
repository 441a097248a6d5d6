#!/usr/bin/env node
import { existsSync } from "node:fs";

const compiled = new URL("../dist/src/winnow.js", import.meta.url);
if (existsSync(compiled)) {
  const { runWinnow } = await import(compiled.href);
  await runWinnow(process.argv.slice(2));
} else {
  console.error("error: winnow is not built yet\n  hint:  npm run build");
  process.exitCode = 1;
}
