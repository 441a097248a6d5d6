import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backfillDescriptions } from "../backfill/backfill-descriptions.ts";
import { defaultBackfill } from "../backfill/backfill-options.ts";
import { openKeys, openModel, openReport, openStores, type Running, serve } from "../compose.ts";
import { readConfig } from "../config/config.ts";
import { startScriptedModel } from "../testing/scripted-model.ts";
import type { SpendAnswer } from "../wire/enrichment.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-enrichments-"));
let running: Running;
let call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Record<string, unknown> }>;
const text = "This mug by Potter is made of stoneware and comes in cobalt.";

beforeAll(async () => {
  await using server = await startScriptedModel(({ messages }) => {
    const isSafe = messages.at(-1)!.content.includes("mug a");
    return { say: { description: isSafe ? text : `${text} It is ovenproof.` } };
  });
  const config = readConfig({ WINNOW_DATA: folder, PORT: "0", LOG_LEVEL: "silent", WINNOW_LLM_URL: server.url, WINNOW_LLM_MODEL: "scripted", WINNOW_LLM_MONTHLY_TOKENS: "100000" }); // prettier-ignore
  const stores = await openStores(config);
  const mug = (id: string) => ({ id, title: `Potter mug ${id}`, brand: "Potter", attributes: { glaze: ["cobalt"], material: ["stoneware"] } }); // prettier-ignore
  await stores.products.write("products", ["a", "b/2"].map((id) => ({ op: "put" as const, product: mug(id) }))); // prettier-ignore
  await backfillDescriptions(
    {
      products: stores.products,
      enrichments: stores.enrichments,
      model: openModel(config, stores.answers),
      now: Date.now,
    },
    { ...defaultBackfill, catalog: "products", batch: "b-1", language: "english" },
    { signal: new AbortController().signal, onProgress: () => undefined, log: () => undefined },
  );
  const { secret } = await openKeys(stores).issue({ label: "t", scopes: ["admin", "search"], catalogs: null, expiresInDays: null }); // prettier-ignore
  running = await serve(config, { stores, report: openReport(config), version: "0.0.0-test", learning: { background: false } }); // prettier-ignore
  call = async (method, path, body) => {
    const response = await fetch(running.server.url + path, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
});
beforeAll(() => soon(async () => expect((await fetch(`${running.server.url}/readyz`)).status).toBe(200)));
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

const found = async (q: string): Promise<readonly { id: string; product: Record<string, unknown> }[]> => {
  const { body } = await call("GET", `/v1/search?q=${q}`);
  return body["hits"] as never;
};
const soon = async (claim: () => Promise<void>): Promise<void> => {
  for (let tries = 0; ; tries++) {
    try {
      await claim();
      return;
    } catch (error) {
      if (tries > 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

it("lists what waits for a person, the source beside it and why", async () => {
  const { status, body } = await call("GET", "/v1/enrichments?status=proposed");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    counts: { proposed: 1, applied: 1, refused: 0, reverted: 0 },
    enrichments: [
      {
        product: "b/2",
        status: "proposed",
        source: ["title: Potter mug b/2", "brand: Potter", "glaze: cobalt", "material: stoneware"],
        findings: [{ check: "word", text: "ovenproof" }],
      },
    ],
    next: null,
  });
});

it("is found by the words that are shown, and shown with the hit, from the moment a person accepts to the one they take it back", async () => {
  await soon(async () => expect((await found("comes made")).map(({ id }) => id)).toEqual(["a"]));
  expect((await found("comes made"))[0]!.product).toMatchObject({
    winnow_generated: { description: text, reviewed: false },
  });
  const accepted = await call("POST", "/v1/enrichments/b%2F2/accept", { description: "A mug that keeps soup warm." });
  expect(accepted).toMatchObject({ status: 200, body: { status: "applied", edited: true, by: "api" } });
  await soon(async () => expect((await found("soup")).map(({ id }) => id)).toEqual(["b/2"]));
  expect((await call("POST", "/v1/enrichments/b%2F2/revert")).body).toMatchObject({ status: "reverted" });
  await soon(async () => expect(await found("soup")).toEqual([]));
  expect((await call("POST", "/v1/enrichments/revert", { batch: "b-1" })).body).toEqual({ reverted: 1 });
  await soon(async () => expect(await found("comes made")).toEqual([]));
});

it("tells what was spent, and what is wrong with a request", async () => {
  expect((await call("GET", "/v1/enrichments/spend")).body).toMatchObject({
    spend: [{ purpose: "descriptions", calls: 2 }],
    month: { model: "scripted", max_tokens: 100_000, max_cost: null },
  });
  const { spend, month } = (await call("GET", "/v1/enrichments/spend?days=1")).body as unknown as SpendAnswer;
  expect(month?.tokens).toBe(spend[0]!.prompt_tokens + spend[0]!.completion_tokens);
  expect((await call("POST", "/v1/enrichments/nothing/refuse")).body).toMatchObject({ code: "not_found" });
  expect((await call("POST", "/v1/enrichments/a/accept", { description: "<b>Mug</b>" })).body).toMatchObject({ code: "invalid_request", where: "description" }); // prettier-ignore
  expect((await call("POST", "/v1/enrichments/revert", {})).status).toBe(400);
  expect((await call("GET", "/v1/enrichments?catalog=none")).status).toBe(404);
});
