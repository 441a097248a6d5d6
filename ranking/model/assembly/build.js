// Compiles score.ts to OUT/ranking/model/score.wasm, when a source is younger: node build.js [OUT]
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const out = join(root, process.argv[2] ?? "dist", "ranking/model/score.wasm");
const sources = [...readdirSync(here).map((name) => join(here, name)), join(here, "../layout.ts")];

if (changedAt(out) < Math.max(...sources.map(changedAt))) {
  // Loading the compiler takes a second by itself.
  const { default: asc } = await import("assemblyscript/asc");
  mkdirSync(dirname(out), { recursive: true });
  const options = "-O3 --noAssert --runtime stub --enable simd --enable bulk-memory --importMemory --initialMemory 1";
  const entry = "ranking/model/assembly/score.ts";
  const { error, stderr } = await asc.main([entry, "--baseDir", root, "-o", out, ...options.split(" ")]);
  if (error !== null) {
    console.error(stderr.toString());
    process.exitCode = 1;
  }
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
