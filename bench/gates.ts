import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Gate, gates } from "./gates-table.ts";
import { type BenchReport, shortened } from "./harness.ts";

/** Runs each gated benchmark in a process of its own and says which gates hold. */
const flags = process.argv.slice(2);
let failed = false;
for (const name of new Set(gates.map(({ bench }) => bench))) {
  const asked = gates.filter(
    ({ bench, fullRunsOnly }) => bench === name && !(fullRunsOnly && flags.includes("--quick")),
  );
  if (asked.length === 0) continue;
  // Machines are shared: what fails is measured again, and fails only when it does so three times.
  let report = await measure(name);
  for (let more = 2; more > 0 && asked.some((gate) => verdict(gate, report) === "FAIL"); more -= 1) {
    console.log(`AGAIN ${name}: once more, since a busy machine can fail a ratio, too`);
    report = await measure(name);
  }
  for (const gate of asked) {
    failed ||= verdict(gate, report) === "FAIL";
    const ratio = report?.ratio[gate.peer];
    const figure = ratio === undefined ? "not measured" : `${shortened(ratio)}×`;
    console.log(
      `${verdict(gate, report)}  ${name} / ${gate.peer}: ${figure}, at least ${shortened(gate.atLeast)}× asked (${gate.says})`,
    );
  }
}
process.exitCode = failed ? 1 : 0;

function verdict({ peer, atLeast }: Gate, report: BenchReport | null): "PASS" | "FAIL" | "SKIP" {
  if (report === null) return "FAIL";
  const ratio = report.ratio[peer];
  if (ratio === undefined) return "SKIP";
  return ratio >= atLeast ? "PASS" : "FAIL";
}

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
