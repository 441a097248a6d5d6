import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gates } from "./gates-table.ts";
import { type BenchReport, shortened } from "./harness.ts";

/** Runs each gated benchmark in a process of its own and says which gates hold. */
const flags = process.argv.slice(2);
let failed = false;
for (const name of new Set(gates.map(({ bench }) => bench))) {
  const report = await measure(name);
  for (const { bench, peer, atLeast, says } of gates) {
    if (bench !== name) continue;
    const ratio = report?.ratio[peer];
    const verdict = report === null ? "FAIL" : ratio === undefined ? "SKIP" : ratio >= atLeast ? "PASS" : "FAIL";
    failed ||= verdict === "FAIL";
    const figure = ratio === undefined ? "not measured" : `${shortened(ratio)}×`;
    console.log(`${verdict}  ${bench} / ${peer}: ${figure}, at least ${atLeast}× asked (${says})`);
  }
}
process.exitCode = failed ? 1 : 0;

function measure(name: string): Promise<BenchReport | null> {
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, main, name, "--json", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const last = output.trimEnd().split("\n").at(-1) ?? "";
      resolve(code === 0 && last.startsWith("{") ? (JSON.parse(last) as BenchReport) : null);
    });
  });
}
