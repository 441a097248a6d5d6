import { parseArgs } from "node:util";
import { benchmarks } from "./benchmarks.ts";
import { gates } from "./gates-table.ts";
import { type BenchReport, type BenchResult, machine, printTable } from "./harness.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, json: { type: "boolean" }, list: { type: "boolean" } },
});

if (values.list === true || positionals.length === 0) {
  for (const { name, title } of benchmarks) console.log(`${name.padEnd(14)}${title}`);
} else {
  for (const name of positionals) await run(name);
}

async function run(name: string): Promise<void> {
  const bench = benchmarks.find((each) => each.name === name);
  if (bench === undefined) {
    console.error(`There is no benchmark “${name}”; --list names them.`);
    process.exitCode = 2;
    return;
  }
  const result = await bench.run({ quick: values.quick ?? false, log: (line) => console.log(line) });
  printTable(name, result);
  const report: BenchReport = {
    name,
    ...result,
    pass: passes(name, result, values.quick ?? false),
    machine: machine(),
  };
  console.log(report.machine);
  if (values.json === true) console.log(JSON.stringify(report));
}

/** A peer that could not be run is no reason to fail. */
function passes(name: string, { ratio }: BenchResult, quick: boolean): boolean {
  const asked = gates.filter(({ bench, fullRunsOnly }) => bench === name && !(fullRunsOnly === true && quick));
  return asked.every(({ peer, atLeast }) => (ratio[peer] ?? Infinity) >= atLeast);
}
