import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultCatalog, openKeys, openStores, serve } from "../../compose.ts";
import { readConfig } from "../../config/config.ts";
import { silentLog } from "../../observe/log.ts";
import { createReport } from "../../observe/report.ts";
import { type ScriptedReply, startScriptedModel } from "../scripted-model.ts";

/** The whole program over four mugs without a description, with a scripted language model that has a budget. */
export interface WrittenShop extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly address: string;
  readonly adminKey: string;
  call<T>(method: string, path: string, body?: object): Promise<T>;
}

const MUGS = ["mug-a", "mug-b", "mug-c", "mug-d"] as const;

/** @param say what the model answers about one of them, of those that are asked for a text */
export const openWrittenShop = async (
  say: (mug: string) => ScriptedReply | Promise<ScriptedReply>,
): Promise<WrittenShop> => {
  const folder = mkdtempSync(join(tmpdir(), "winnow-written-"));
  const model = await startScriptedModel(({ messages }) =>
    say(MUGS.find((id) => messages.at(-1)!.content.includes(`Potter ${id}`)) ?? ""),
  );
  const config = readConfig({
    ...{ WINNOW_DATA: folder, HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "silent", WINNOW_LINGER_MS: "0" },
    ...{ WINNOW_LLM_URL: model.url, WINNOW_LLM_MODEL: "scripted", WINNOW_LLM_AT_ONCE: "4" },
    ...{ WINNOW_LLM_PROMPT_PRICE: "10", WINNOW_LLM_COMPLETION_PRICE: "30" },
    ...{ WINNOW_LLM_MONTHLY_TOKENS: "100000", WINNOW_LLM_MONTHLY_COST: "0.5" },
  });
  const stores = await openStores(config);
  await stores.products.write(
    defaultCatalog,
    MUGS.map((id) => ({
      op: "put" as const,
      product: {
        ...{ id, title: `Potter ${id}`, brand: "Potter" },
        attributes: { glaze: ["cobalt"], material: ["stoneware"] },
      },
    })),
  );
  const label = { label: "test", scopes: ["admin" as const], catalogs: null, expiresInDays: null };
  const { secret } = await openKeys(stores).issue(label);
  const running = await serve(config, { stores, report: createReport(silentLog), version: "test" });
  await running.retrieval.refresh(defaultCatalog);
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  return {
    address: running.server.url,
    adminKey: secret,
    async call<T>(method: string, path: string, body?: object) {
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      return (await (await fetch(running.server.url + path, init)).json()) as T;
    },
    async [Symbol.asyncDispose]() {
      await running.stop();
      await model[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
};
