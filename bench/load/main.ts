import { parseArgs } from "node:util";
import { machine } from "../harness.ts";
import { runK6 } from "./k6.ts";
import { report } from "./report.ts";
import { type Deployment, startSystem } from "./system.ts";

// npm run load -- search --rate 200: starts the system, runs load-tests/search.ts against it, prints what k6 counted.
// npm run load -- report: the tables of docs/load.md.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rate: { type: "string" },
    seconds: { type: "string" },
    products: { type: "string", default: "20000" },
    deployment: { type: "string" },
  },
});

const deployment = (values.deployment ??
  (process.env["ELASTICSEARCH_URL"] === undefined ? "embedded" : "elasticsearch")) as Deployment;
const log = (line: string) => console.log(line);
const script = positionals[0] ?? "search";

log(machine());
if (script === "report")
  await report({ products: Number(values.products), seconds: Number(values.seconds ?? 15), log });
else await runOne();

async function runOne(): Promise<void> {
  await using system = await startSystem({ deployment, products: Number(values.products), log });
  const settings = {
    ...system.settings,
    ...(values.rate !== undefined && { RATE: values.rate }),
    ...(values.seconds !== undefined && { SECONDS: values.seconds }),
  };
  const { held, text } = await runK6(script, settings);
  log(text);
  log(held ? "All thresholds held." : "A threshold was crossed.");
  process.exitCode = held ? 0 : 1;
}
