#!/usr/bin/env node
import { existsSync } from "node:fs";

const compiled = new URL("../dist/src/cli/main.js", import.meta.url);
if (existsSync(compiled)) {
  const { runCommand } = await import(compiled.href);
  await runCommand(process.argv.slice(2));
} else {
  console.error("error: winnow is not built yet\n  hint:  npm run build");
  process.exitCode = 1;
}
