import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultCatalog, mineSuggestionsAside, openStores } from "./compose.ts";
import { readConfig } from "./config/config.ts";
import type { KeptAnswer } from "./ports/answer-store.ts";
import { suggestWhatShoppersSearch } from "./testing/suggesting-shop.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-suggestions-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("searches of five shoppers are suggested within seconds of the job, those of four or of none found now are not", () =>
  suggestWhatShoppersSearch({ WINNOW_DATA: mkdtempSync(join(folder, "shop-")) }));

it("a miner that is told to stop keeps what was there", async () => {
  const config = readConfig({ PORT: "0", WINNOW_DATA: mkdtempSync(join(folder, "stop-")), LOG_LEVEL: "silent" });
  const stores = await openStores(config);
  const stopping = new AbortController();
  const run = { signal: stopping.signal, onProgress: () => stopping.abort(new Error("stopped")) };
  let writes = 0;
  const keep = (answer: KeptAnswer) => ((writes += 1), stores.answers.keep(answer));
  const watched = { ...stores, answers: { ...stores.answers, keep } };
  await expect(mineSuggestionsAside({ stores: watched, own: [], now: Date.now }, defaultCatalog, run)).rejects.toThrow(
    "stopped",
  );
  expect(writes).toBe(0);
  await stores.close();
});
