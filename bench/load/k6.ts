import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface K6Run {
  /** Each figure of k6's summary: `accepted_ms{phase:healthy}` → `p(99)` → 12.3. */
  readonly metrics: Metrics;
  /** False when a threshold of the script was crossed. */
  readonly held: boolean;
  /** Ids of the purchases that were acknowledged. */
  readonly acknowledged: readonly string[];
  /** k6's summary for a person, after what the script complained of. */
  readonly text: string;
}

export type Metrics = Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>;

/** k6, where there is one: K6 names it, or it is in the PATH. */
const k6Path = (): string => process.env["K6"] ?? "k6";

export const k6IsThere = (): Promise<boolean> =>
  run(k6Path(), ["version"]).then(
    ({ code }) => code === 0,
    () => false,
  );

/** Such as `k6 v1.8.1`. */
export const k6Version = async (): Promise<string> =>
  (await run(k6Path(), ["version"])).said.split(" ", 2).join(" ").trim();

/**
 * Runs a script of load-tests/ to its end.
 *
 * @param environment what its `-e` are
 * @throws Error with what k6 said when it could not run the script
 */
export const runK6 = async (script: string, environment: Readonly<Record<string, string>>): Promise<K6Run> => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-k6-"));
  const summary = join(folder, "summary.json");
  try {
    const settings = { ...environment, SUMMARY: summary };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    // From the sources: k6 strips the types itself.
    const file = fileURLToPath(new URL(`../../../load-tests/${script}.ts`, import.meta.url));
    const { code, said, errors } = await run(k6Path(), ["run", "--quiet", "--no-usage-report", ...args, file]);
    // 99: a threshold was crossed.
    if (code !== 0 && code !== 99) throw new Error(`k6 ended with ${code}: ${errors.slice(0, 2000)}`);
    const metrics = JSON.parse(await readFile(summary, "utf8")) as Metrics;
    const acknowledged = [...errors.matchAll(/acknowledged (purchase-[\w-]+)/g)].map((match) => match[1]!);
    const complaints = errors.split("\n").filter((line) => line.includes("level=error"));
    return { metrics, held: code === 0, acknowledged, text: [...complaints, said].join("\n") };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** A core of its own for the server and one for k6, where there are two: they would wait for each other otherwise. */
export const serverCore = cpus().length > 1 && process.platform === "linux" ? "0" : null;
const k6Core = serverCore === null ? null : `1-${cpus().length - 1}`;

const run = (command: string, args: readonly string[]) =>
  new Promise<{ code: number | null; said: string; errors: string }>((resolve, reject) => {
    const pinned = k6Core === null ? [command, ...args] : ["taskset", "-c", k6Core, command, ...args];
    const child = spawn(pinned[0]!, pinned.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
    let [said, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said, errors }));
  });

/** A figure of a run; NaN when nothing was counted. */
export const figure = ({ metrics }: Pick<K6Run, "metrics">, metric: string, value: string): number =>
  metrics[metric]?.values[value] ?? NaN;
