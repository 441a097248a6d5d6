import { parseArgs } from "node:util";
import { machine } from "../harness.ts";
import { k6IsThere, runK6 } from "./k6.ts";
import { watchPurchases } from "./purchases.ts";
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
if (!(await k6IsThere())) {
  log("Nothing was run: K6 names no k6, and there is none in the PATH.");
  process.exitCode = 2;
} else if (script === "report")
  await report({ products: Number(values.products), seconds: Number(values.seconds ?? 15), log });
else await runOne();

async function runOne(): Promise<void> {
  await using system = await startSystem({ deployment, products: Number(values.products), log });
  const settings = {
    ...system.settings,
    ...(values.rate !== undefined && { RATE: values.rate }),
    ...(values.seconds !== undefined && { SECONDS: values.seconds }),
  };
  await using purchases = await watchPurchases(system.shop);
  const { held, acknowledged, text } = await runK6(script, settings);
  log(text);
  const missing = await purchases.missing(acknowledged);
  log(`${acknowledged.length} purchases were acknowledged; ${missing.length} of them are not in the log.`);
  log(held ? "All thresholds held." : "A threshold was crossed.");
  process.exitCode = held && missing.length === 0 ? 0 : 1;
}
