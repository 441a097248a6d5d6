import { type Command, Option } from "commander";
import {
  defaultCatalog,
  openKeys,
  openReport,
  openStores,
  type Running,
  serve,
  type ServeOptions,
} from "../compose.ts";
import { work } from "../compose-worker.ts";
import type { Config } from "../config/config.ts";
import { stepBackHelpers } from "../observe/step-back.ts";
import { createBar } from "./progress.ts";

export interface ServeDeps {
  readonly config: () => Config;
  readonly version: string;
}

export const registerServe = (program: Command, { config, version }: ServeDeps): void => {
  program
    .command("serve")
    .description(
      "serve the search API and the storefront (HOST, PORT and the other settings come from the environment)",
    )
    .option("--force", "go on with an Elasticsearch version that was not tested")
    .addOption(
      new Option("--role <role>", "api: answers requests; worker: does jobs, such as trainings; all: both")
        .choices(["api", "worker", "all"])
        .default("all"),
    )
    .action(async ({ force, role }: { force?: boolean; role: "api" | "worker" | "all" }) => {
      const { engine, ...rest } = config();
      const forced: Config = { ...rest, engine: { ...engine, ...(force === true && { force }) } };
      if (role === "worker") await runWorker(forced);
      else await runServer(forced, version, () => Promise.resolve({ role }));
    });
};

/**
 * Serves until SIGTERM or SIGINT; then finishes what it has begun and lets the process end with 0.
 *
 * @param prepare runs on the open store before it is indexed; what it returns changes how the server learns
 */
export const runServer = async (
  config: Config,
  version: string,
  prepare: (stores: OpenStores) => Promise<LearningOptions> = () => Promise.resolve({}),
): Promise<Running & { readonly stores: OpenStores }> => {
  stepBackHelpers();
  const stores = await openStores(config);
  let learning: LearningOptions;
  try {
    learning = await prepare(stores);
  } catch (error) {
    await stores.close();
    throw error;
  }
  const firstKey = await issueFirstKey(stores);
  const bar = createBar("Indexing", "products");
  let indexed = false;
  const running = await serve(config, {
    stores,
    report: openReport(config),
    version,
    ...learning,
    onIndexing: (catalog, done, total) => {
      if (!indexed && catalog === defaultCatalog) bar.update(done, total);
    },
  });
  stopOnSignals(running);
  try {
    await running.retrieval.refresh(defaultCatalog);
  } catch (error) {
    await running.stop();
    throw error;
  } finally {
    indexed = true;
    bar.stop();
  }

  const { url } = running.server;
  if (firstKey !== null) {
    process.stdout.write(`\n  Admin key    ${firstKey}\n               shown once; "winnow keys create" makes another`);
  }
  // The address is the last thing on the screen.
  process.stdout.write(`\n  API          ${url}/v1/search?q=\n  Storefront   ${url}/\n\n`);
  return { ...running, stores };
};

/** Does jobs until SIGTERM or SIGINT; what it has not finished goes back to the queue. */
const runWorker = async (config: Config): Promise<void> => {
  const stores = await openStores(config);
  const working = await work(config, { stores, report: openReport(config) });
  stopOnSignals(working);
  process.stdout.write(`\n  Worker       ${working.server.url}/readyz\n\n`);
};

type OpenStores = Awaited<ReturnType<typeof openStores>>;
type LearningOptions = Pick<ServeOptions, "exploration" | "learning" | "role">;

const stopOnSignals = (running: Pick<Running, "stop">): void => {
  let stops = 0;
  const stop = () => {
    // The second time someone means it.
    if (++stops > 1) process.exit(1);
    running.stop().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
};

const issueFirstKey = async (stores: Parameters<typeof openKeys>[0]): Promise<string | null> => {
  const keys = openKeys(stores);
  if ((await keys.list()).length > 0) return null;
  const { secret } = await keys.issue({ label: "first start", scopes: ["admin"], catalogs: null, expiresInDays: null });
  return secret;
};
