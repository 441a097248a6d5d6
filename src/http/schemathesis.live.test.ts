import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startRealServer } from "../testing/real-server.ts";

// A stranger who has read the OpenAPI document and tries what it says, and what it does not. SCHEMATHESIS is the path of
// the program. SCHEMATHESIS_CASES is how often it tries each operation, and adds some 2,900 fixed cases: 1,900 of them
// make 100,000, for a night.
const program = process.env["SCHEMATHESIS"] ?? "";
const long = process.env["SCHEMATHESIS_CASES"];
const cases = Number(long ?? 12);
const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 1);
if (program === "") console.log("Skipped: set SCHEMATHESIS to the path of schemathesis, as pip installs it.");

// The compiled file lies in dist-x/src/http; the hooks are not compiled.
const hooks = fileURLToPath(new URL("../../../src/testing/schemathesis", import.meta.url));

const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
].join();

const run = (url: string, key: string): Promise<{ readonly code: number | null; readonly output: string }> =>
  new Promise((resolve, reject) => {
    // The fixed cases take minutes: in the long form only.
    const phases = long === undefined ? "fuzzing" : "examples,coverage,fuzzing";
    const child = spawn(
      program,
      [
        ...["run", `${url}/openapi.json`, "--checks", checks, "--phases", phases],
        ...[
          "-n",
          String(cases),
          "--seed",
          String(seed),
          "--request-timeout",
          "20",
          "--max-failures",
          "20",
          "--no-color",
        ],
      ],
      {
        env: { ...process.env, WINNOW_KEY: key, PYTHONPATH: hooks, SCHEMATHESIS_HOOKS: "hooks" },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("exit", (code) => resolve({ code, output }));
  });

(program === "" ? it.skip : it)(
  "answers all that schemathesis makes of the OpenAPI document as it says there, and never with a 500",
  async () => {
    const products = Array.from({ length: 50 }, (_, i) => ({
      ...{ id: `a-${i}`, title: `Lamp red ${i}`, brand: "Acme", price: i + 1, currency: "EUR", in_stock: true },
      ...{ categories: ["Lamps > Desk"], attributes: { colour: ["red"] } },
    }));
    await using server = await startRealServer({
      catalogs: { products },
      // Whoever asks so much would be refused for that alone, and whoever is slow here is not what is tested.
      environment: { WINNOW_ADMIN_PER_MINUTE: "1000000", WINNOW_SEARCH_DEADLINE_MS: "20000" },
    });
    const { secret } = await server.issue({ scopes: ["admin"] });
    const { code, output } = await run(server.url, secret);
    const made = Number(/(\d+) generated/.exec(output)?.[1] ?? 0);
    console.log(
      `schemathesis: ${made} cases, seed ${seed} (WINNOW_TEST_SEED), ${cases} by operation (SCHEMATHESIS_CASES)`,
    );
    if (code !== 0) throw new Error(output.slice(-20_000));
    expect(made).toBeGreaterThan(300);
    // That is what it was about: few of its cases were turned away at the door.
    expect(output).not.toMatch(/mostly returned 429|only 401\/403/);
  },
  24 * 3_600_000,
);
