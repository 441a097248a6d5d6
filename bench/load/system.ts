import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeys } from "../../src/compose.ts";
import { drawPrefix, removeIndices } from "../../src/testing/live-elasticsearch.ts";
import { type ServerProcess, startServerProcess } from "../../src/testing/server-process.ts";
import { openTrainedShop } from "../trained-shop.ts";
import { serverCore } from "./k6.ts";
import { drawShopFiles } from "./shop-file.ts";

export type Deployment = "embedded" | "elasticsearch";

export interface SystemOptions {
  readonly deployment: Deployment;
  readonly products: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** A shop whose order is learned, as files and indices: any number of servers can be started on it. */
export interface PreparedShop extends AsyncDisposable {
  /** What starts a server on it. */
  readonly environment: Readonly<Record<string, string>>;
  /** For k6's `SHOP_FILE`. */
  readonly file: string;
  /** For its `SALE_FILE`. */
  readonly saleFile: string;
  readonly adminKey: string;
}

/** The whole system under load: a prepared shop and `winnow serve` over it, in a process of its own. */
export interface System extends AsyncDisposable {
  readonly server: ServerProcess;
  readonly shop: PreparedShop;
  /** `-e` of every script. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The demo shop with a model made of a few hundred simulated sessions, serving everyone. */
export const prepareShop = async ({ deployment, products, env = {}, log }: SystemOptions): Promise<PreparedShop> => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-load-"));
  const prefix = drawPrefix();
  const environment = { WINNOW_DATA: folder, ...environmentOf(deployment, prefix), ...env };
  const shop = await openTrainedShop({ products, sessions: 250, env: environment, log });
  const { sessions } = shop;
  const admin = { label: "load tests", scopes: ["admin" as const], catalogs: null, expiresInDays: 1 };
  const { secret } = await openKeys(shop.shop.stores).issue(admin);
  await shop[Symbol.asyncDispose]();
  const [file, saleFile] = [join(folder, "shop.json"), join(folder, "sale.jsonl")];
  const drawn = drawShopFiles(products, sessions);
  await writeFile(file, JSON.stringify(drawn.shop));
  await writeFile(saleFile, drawn.sale);
  return {
    ...{ environment, file, saleFile, adminKey: secret },
    async [Symbol.asyncDispose]() {
      if (deployment === "elasticsearch") await removeIndices(prefix);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export const startSystem = async (options: SystemOptions): Promise<System> => {
  const shop = await prepareShop(options);
  try {
    const server = await startServerProcess(shop.environment);
    pin(server.pid);
    return {
      ...{ server, shop },
      settings: { BASE_URL: server.url, SHOP_FILE: shop.file, SALE_FILE: shop.saleFile, ADMIN_KEY: shop.adminKey },
      async [Symbol.asyncDispose]() {
        await server.end("SIGTERM");
        await shop[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await shop[Symbol.asyncDispose]();
    throw error;
  }
};

const environmentOf = (deployment: Deployment, prefix: string): Readonly<Record<string, string>> => {
  if (deployment === "embedded") return {};
  const [url, redis] = [process.env["ELASTICSEARCH_URL"], process.env["REDIS_URL"]];
  if (url === undefined || redis === undefined) {
    throw new Error("Set ELASTICSEARCH_URL and REDIS_URL to running servers, such as http://127.0.0.1:9200.");
  }
  return { ENGINE: "elasticsearch", ELASTICSEARCH_URL: url, ELASTICSEARCH_PREFIX: prefix, REDIS_URL: redis };
};

/** All threads of the process to a core of their own. */
const pin = (pid: number): void => {
  if (serverCore !== null) execFileSync("taskset", ["-a", "-c", "-p", serverCore, String(pid)], { stdio: "ignore" });
};
