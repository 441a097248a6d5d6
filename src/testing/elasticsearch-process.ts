import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "./child-server.ts";

/** A real Elasticsearch of a test's own, which it may crash. */
export interface ElasticsearchProcess extends AsyncDisposable {
  readonly url: string;
  /** SIGKILL. */
  crash(): Promise<void>;
  /** Again, on the data that is there. Resolves when it is healthy. */
  start(): Promise<void>;
}

// Of the compiled file: dist, the repository, and what lies beside it.
const script = fileURLToPath(new URL("../../../../shared/services/elasticsearch.sh", import.meta.url));

/** Whether there is one to start. */
export const hasElasticsearch = (): boolean => existsSync(script);

/** Of the version of the server that the live tests use, where there is one. Takes about 20 s on two cores. */
export async function startElasticsearchProcess(): Promise<ElasticsearchProcess> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-es-"));
  const port = await freePortOfTwo();
  const version = await versionOf(process.env["ELASTICSEARCH_URL"] ?? "");
  const pidFile = join(folder, "es.pid");
  const told = (command: string, ...more: readonly string[]) =>
    run(script, [command, "--port", String(port), "--data", folder, ...more], { timeout: 300_000 });
  const start = async (): Promise<void> => {
    await told("start", "--heap", "512m", ...(version === null ? [] : ["--version", version]));
  };
  const end = async (): Promise<void> => {
    await told("stop");
    await rm(folder, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async crash() {
      process.kill(Number(await readFile(pidFile, "utf8")), "SIGKILL");
      await rm(pidFile, { force: true });
    },
    start,
    [Symbol.asyncDispose]: end,
  };
}

const run = promisify(execFile);

async function versionOf(url: string): Promise<string | null> {
  if (url === "") return null;
  return ((await (await fetch(url)).json()) as { version: { number: string } }).version.number;
}

/** With the one a hundred above it, which the script takes for its transport. */
async function freePortOfTwo(): Promise<number> {
  const port = await freePort();
  return port < 65_000 ? port : port - 1000;
}
