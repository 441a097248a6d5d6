import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeys, type KeyRequest } from "../access/keys.ts";
import { openStores, type Running, serve } from "../compose.ts";
import { readConfig } from "../config/config.ts";
import type { Product } from "../domain/product.ts";
import { type Log, silentLog } from "../observe/log.ts";
import { createReport } from "../observe/report.ts";
import type { Stores } from "../open-engine.ts";
import { defaultMapping } from "./harness.ts";

/** The whole program in this process, on a store of its own; gone when disposed of. */
export interface RealServer extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  readonly running: Running;
  readonly stores: Stores;
  /** @returns its id and secret */
  issue(request?: Partial<KeyRequest>): Promise<{ readonly id: string; readonly secret: string }>;
  /** Ends the program and leaves its folder. */
  stop(): Promise<void>;
}

export interface RealServerOptions {
  /** Products by catalogue. */
  readonly catalogs?: Readonly<Record<string, readonly Product[]>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: Log;
}

export const startRealServer = async (options: RealServerOptions = {}): Promise<RealServer> => {
  const { catalogs = {}, environment = {}, log = silentLog } = options;
  const folder = await mkdtemp(join(tmpdir(), "winnow-real-"));
  const config = readConfig({
    ...{ PORT: "0", WINNOW_DATA: folder, WINNOW_LINGER_MS: "0", WINNOW_DRAIN_MS: "500" },
    ...environment,
  });
  const stores = await openStores(config);
  for (const [name, products] of Object.entries(catalogs)) {
    await stores.products.defineCatalog(name, defaultMapping);
    await using session = await stores.products.openImport(name);
    await session.stage(products);
    await session.commit(false);
  }
  const keys = createKeys({ store: stores.keys, now: Date.now });
  const running = await serve(config, { stores, report: createReport(log), version: "test" });
  for (const name of Object.keys(catalogs)) await running.retrieval.refresh(name);
  let stopping: Promise<void> | null = null;
  const stop = () => (stopping ??= running.stop());
  return {
    ...{ url: running.server.url, folder, running, stores, stop },
    async issue({ label = "test", scopes = ["search"] as const, catalogs: reach = null, expiresInDays = null } = {}) {
      const { record, secret } = await keys.issue({ label, scopes, catalogs: reach, expiresInDays });
      return { id: record.id, secret };
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What OpenAPI says of an operation, as far as tests of all of them need it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly needsAdmin: boolean;
  readonly required: readonly string[];
  readonly bodyType: string | null;
}

interface Described {
  readonly security?: unknown;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

/** Every operation the server describes; openapi.test.ts holds that these are all there are. */
export const readOperations = async (url: string): Promise<readonly Operation[]> => {
  const answer = await fetch(`${url}/openapi.json`);
  const { paths } = (await answer.json()) as { readonly paths: Record<string, Record<string, Described>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, parameters = [], requestBody }]) => ({
      ...{ method: method.toUpperCase(), path, needsAdmin: security !== undefined },
      required: parameters.filter((one) => one.in === "query" && one.required === true).map(({ name }) => name),
      bodyType: requestBody === undefined ? null : Object.keys(requestBody.content)[0]!,
    })),
  );
};
