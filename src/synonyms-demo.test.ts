import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { defaultCatalog, openKeys } from "./compose.ts";
import type { TrafficReport } from "./events/traffic-report.ts";
import { createShoppers } from "./simulation/shoppers/create-shoppers.ts";
import { usualHabits } from "./simulation/shoppers/habits.ts";
import type { BackfillSynonymsReport } from "./synonyms/backfill-synonyms.ts";
import { type LearningShop, openLearningShop } from "./testing/learning-shop.ts";
import { defaultLoopSettings } from "./training/settings.ts";

const agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";
const anHourMs = 3_600_000;
const seed = 61;
const sessions = 500;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "winnow-demo-synonyms-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("the demo shop's list of searches without results shrinks after `winnow backfill synonyms`, and is the old one after all is taken back", async () => {
  await using shop = await openLearningShop({
    ...{ products: 600, settings: defaultLoopSettings, exploration: { share: 0 } },
    env: { WINNOW_DATA: folder, LIGHTGBM_LIB: "none" },
    // Those who call things otherwise come more often, so that a few hundred sessions are enough.
    habits: { ...usualHabits, synonymShare: 0.8 },
  });
  const { world, clock, quietDoor: door } = shop;
  await createShoppers({ seed, world, clock, door, bots: 0, everyMs: 2000, hurried: true }).run(sessions);
  await shop.running.learning.settle(defaultCatalog);

  const mined = JSON.parse(await winnow("backfill", "synonyms", "--json")) as BackfillSynonymsReport;
  expect(mined.live).toBe(0);
  const listed = mined.empty.map(({ text }) => text);
  const helped = mined.empty.filter(({ proposed }) => proposed > 0).map(({ text }) => text);
  expect(mined.empty.every(({ now }) => now === 0)).toBe(true);
  console.log(`${mined.searches} searches (seed ${seed}); ${listed.length} texts without results, ${helped.length} of them found by ${mined.synonyms.length} proposed synonyms: ${helped.join(", ")}`); // prettier-ignore
  expect(helped.length).toBeGreaterThan(0);

  const ask = await asking(shop, listed);
  const before = await ask();
  expect(before).toEqual([...listed].sort());
  for (const { id } of mined.synonyms) await winnow("synonyms", "accept", id);
  await until(shop, helped, (total) => total > 0);
  expect(await ask()).toEqual(before.filter((text) => !helped.includes(text)));
  const again = JSON.parse(await winnow("backfill", "synonyms", "--dry-run", "--json")) as BackfillSynonymsReport;
  expect(again.empty.filter(({ now }) => now > 0).map(({ text }) => text)).toEqual(expect.arrayContaining(helped));

  for (const { from, to } of mined.synonyms) await winnow("synonyms", "remove", from, to);
  await until(shop, helped, (total) => total === 0);
  expect(await ask()).toEqual(before);
}, 180_000);

/** The command as a person runs it: a process of its own beside the shop. */
async function winnow(...args: string[]): Promise<string> {
  const main = fileURLToPath(new URL("./testing/winnow-process.js", import.meta.url));
  const env = { ...process.env, WINNOW_DATA: folder, LOG_LEVEL: "silent" };
  return (await promisify(execFile)(process.execPath, [main, ...args], { env })).stdout;
}

/** Searches for each of the texts an hour later, and gives the console's list of that hour, sorted. */
async function asking({ clock, quietDoor, running, stores }: LearningShop, texts: readonly string[]) {
  const label = { label: "test", scopes: ["admin"] as const, catalogs: null, expiresInDays: null };
  const { secret } = await openKeys(stores).issue(label);
  return async (): Promise<readonly string[]> => {
    await clock.advanceTo(clock.now() + 2 * anHourMs);
    for (const text of texts) await search(quietDoor, text);
    await running.learning.settle(defaultCatalog);
    const headers = { authorization: `Bearer ${secret}` };
    const response = await fetch(`${running.server.url}/v1/traffic?span=hour`, { headers });
    const { empty_queries } = (await response.json()) as TrafficReport;
    return empty_queries.map(({ text }) => text).sort();
  };
}

/** Another process's decision is known within about two seconds. */
async function until({ quietDoor }: LearningShop, texts: readonly string[], holds: (total: number) => boolean) {
  for (let tries = 0; tries < 100; tries += 1) {
    const answers = await Promise.all(texts.map((text) => search(quietDoor, text)));
    if (answers.every(({ total }) => holds(total))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Ten seconds later ${texts.join(", ")} are still answered as before.`);
}

const search = (door: LearningShop["quietDoor"], text: string) =>
  door.search({ text, user: null, session: null, agent, page: 1, size: 24, queryId: null });
