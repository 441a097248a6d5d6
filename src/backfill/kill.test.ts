import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { seededRandom } from "../../ranking/metrics/random.ts";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import type { Product } from "../domain/product.ts";
import { defaultMapping } from "../testing/harness.ts";
import { startScriptedModel } from "../testing/scripted-model.ts";
import type { BackfillReport } from "./backfill-descriptions.ts";
import { enrichedProducts } from "./enriched-products.ts";

const [PRODUCTS, KILLS, AT_ONCE] = [90, 6, 3];
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "winnow-backfill-kill-"));
const file = join(folder, "winnow.db");
afterAll(() => rmSync(folder, { recursive: true }));

const mugs = Array.from({ length: PRODUCTS }, (_, i): Product => ({
  ...{ id: `mug-${i}`, title: `Potter mug number ${i}`, brand: "Potter" },
  attributes: { colour: ["blue"], material: ["stoneware"] },
}));
const honest = "This mug by Potter is made of stoneware and comes in blue.";

it(`a run that is killed at ${KILLS} random moments loses no text and asks for none again that it had (SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  const stores = await openSqlite(file);
  const products = enrichedProducts(stores.products, stores.enrichments);
  await products.defineCatalog("shop", defaultMapping);
  await using session = await products.openImport("shop");
  await session.stage(mugs);
  await session.commit(false);

  let killAt = Infinity;
  let kill: () => void = () => undefined;
  await using server = await startScriptedModel(async (_request, index) => {
    if (index === killAt) kill();
    await sleep(2 + 6 * random());
    return { say: { description: honest } };
  });
  const promptsFrom = (index: number) => server.requests.slice(index).map(({ body }) => body.messages.at(-1)!.content);

  for (let round = 0; round < KILLS; round++) {
    const written = await titlesWritten();
    const before = server.requests.length;
    killAt = before + 1 + Math.floor(random() * 16);
    const child = runChild();
    kill = () => void sleep(random() * 12).then(() => child.process.kill("SIGKILL"));
    expect((await child.ended).signal).toBe("SIGKILL");
    expect(promptsFrom(before).filter((prompt) => written.some((title) => prompt.includes(`"${title}"`)))).toEqual([]);
  }
  killAt = Infinity;
  const { signal, said } = await runChild().ended;
  expect(signal).toBeNull();
  const report = JSON.parse(said) as BackfillReport;
  expect(report).toMatchObject({ seen: PRODUCTS, wanted: PRODUCTS, proposed: 0, failed: 0, stopped: null });
  expect(report.known).toBeGreaterThan(0);
  expect(report.known + report.applied).toBe(PRODUCTS);

  const shown = await products.find("shop", mugs.map(({ id }) => id)); // prettier-ignore
  expect(shown.filter((each) => !each!.source.includes(honest))).toEqual([]);
  expect(await stores.enrichments.count("shop")).toMatchObject({ applied: PRODUCTS });
  // Only what was on its way when the process ended may have been asked for again.
  const asked = server.requests.length;
  console.log(`${KILLS} kills: ${asked - PRODUCTS} of ${PRODUCTS} texts were asked for again, ${AT_ONCE} at once`);
  expect(asked - PRODUCTS).toBeLessThanOrEqual(KILLS * AT_ONCE);
  // What is accounted is what was answered: none twice, and none of what came back is missing.
  const [spend] = await stores.answers.spent("2000-01-01");
  expect(spend!.calls).toBeGreaterThanOrEqual(PRODUCTS);
  expect(spend!.calls).toBeLessThanOrEqual(asked);
  // The last attempt says what all of them paid, but for what was being noted when one was killed.
  const [all, ofRun] = [spend!, report.usage].map(
    ({ promptTokens, completionTokens }) => promptTokens + completionTokens,
  );
  expect(Math.abs(all! - ofRun!)).toBeLessThanOrEqual((KILLS * AT_ONCE * all!) / spend!.calls);
  await stores.close();

  async function titlesWritten(): Promise<readonly string[]> {
    const found = await stores.enrichments.find("shop", mugs.map(({ id }) => id)); // prettier-ignore
    return mugs.flatMap(({ title }, i) => (found[i] == null ? [] : [title]));
  }

  function runChild() {
    const script = fileURLToPath(new URL("../testing/backfill-child.js", import.meta.url));
    const child = spawn(process.execPath, [script, file, server.url, `${AT_ONCE}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    const ended = once(child, "close").then(([, by]) => ({ signal: by as string | null, said }));
    return { process: child, ended };
  }
}, 60_000);
