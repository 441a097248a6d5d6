import Database from "better-sqlite3";
import { join } from "node:path";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import { letServe, makeModel, type MadeModel, pointTo } from "./make-model.ts";
import { type FaultRow, type Scale, type Seen, within } from "./row.ts";
import { type FaultShop, lamps, openFaultShop, until } from "./shop.ts";

/** What a model in the store can do to searches. */
export const modelRows: readonly FaultRow[] = [
  {
    ...{ id: "model-missing", of: "model", fault: "missing when a server starts" },
    made: "the text of the model that serves is deleted from the store",
    answers: { search: ["200"] },
    remark: "The order by words; a decision `fall_back` says why. A server that had loaded it goes on with it.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "roll back, promote another, or train: served without a restart", within: within.threeSeconds },
    run: missing,
  },
  {
    ...{ id: "model-corrupt", of: "model", fault: "corrupt" },
    made: "seeded bit flips in the stored text and record, and texts cut off, each then pointed to",
    answers: { search: ["200"] },
    remark: "Refused with a decision, or served with not one hit elsewhere; the model before goes on serving.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "the next good model is served without a restart", within: within.threeSeconds },
    run: corrupt,
  },
  {
    ...{ id: "model-slow", of: "model", fault: "slow" },
    made: "a model of several thousand trees, with `WINNOW_RESCORE_BUDGET_MS=1`",
    answers: { search: ["200", "200 [model_slow]"] },
    remark: "Its first searches pay its time, then the order by words stands and one search a second tries it.",
    fast: { slowest: within.soon, usually: within.instantly },
    heals: { how: "roll back, or wait: it serves again when it is fast", within: within.threeSeconds },
    run: slow,
  },
];

async function missing(): Promise<Seen> {
  const model = await makeModel(1);
  const broken: string[] = [];
  await using before = await openFaultShop();
  await letServe(before.stores.models, model);
  await until(() => isLearned(before), 3000, "The model serves");
  inFile(before, (db) => db.prepare("DELETE FROM models").run());
  if (!(await isLearned(before))) broken.push("the server that had loaded it no longer serves it");
  await using shop = await openFaultShop({ folder: before.folder, products: [] });
  await shop.searches(10);
  if (await isLearned(shop)) broken.push("a model that is not there serves");
  const [decision] = await shop.stores.models.decisions("products", 1);
  if (decision?.kind !== "fall_back") broken.push("no decision says that it is missing");
  const answers = [...shop.noted];
  await letServe(shop.stores.models, await makeModel(2));
  const healedMs = await until(() => isLearned(shop), 10_000, "Another model serves");
  return { answers, lost: [], broken, healedMs };
}

async function corrupt({ points, seed }: Scale): Promise<Seen> {
  await using shop = await openFaultShop();
  const { serving } = shop.running.learning;
  const [first, second] = [await makeModel(1), await makeModel(2, { likes: "cheap" })];
  await letServe(shop.stores.models, second);
  await serving.refresh("products");
  const ofSecond = await ids(shop);
  await letServe(shop.stores.models, first);
  await serving.refresh("products");
  const ofFirst = await ids(shop);
  const broken: string[] = ofFirst === ofSecond ? ["the two models order alike: nothing could be seen"] : [];
  const random = seededRandom(seed);
  shop.forget();
  let refused = 0;
  let before = ofFirst;
  for (let i = 0; i < points; i++) {
    const version = `m-broken-${i}`;
    const what = saveBroken(shop, second, version, random);
    await pointTo(shop.stores.models, version);
    await serving.refresh("products").catch(() => undefined);
    const served = await ids(shop);
    const isRefused = serving.of("products").champion?.version !== version;
    if (isRefused) refused++;
    if (!isRefused) before = ofSecond;
    if (served !== before) broken.push(`${what}: hits stand elsewhere`);
    // What was refused must not be in the way of what comes next, such as a list of all models.
    if (i % 10 === 9) {
      const { status } = await shop.ask("/v1/models");
      if (status !== 200) broken.push(`${what}: /v1/models answers ${status}`);
    }
  }
  const answers = [...shop.noted];
  await pointTo(shop.stores.models, second.record.version);
  const isServed = async () => (await shop.search()).body.ranking?.model === second.record.version;
  const healedMs = await until(isServed, 10_000, "The good model serves");
  return { answers, lost: [], broken, healedMs, note: `${points} files, ${refused} refused, the others served alike` };
}

async function slow(): Promise<Seen> {
  const environment = { WINNOW_RESCORE_BUDGET_MS: "1", WINNOW_SEARCH_DEADLINE_MS: "5000" };
  await using shop = await openFaultShop({ products: lamps(300), environment });
  await shop.searches(20); // warm
  const { champion } = await shop.stores.models.pointer("products");
  await letServe(shop.stores.models, await makeModel(1, { rounds: 10, times: 250 }));
  await shop.running.learning.serving.refresh("products");
  shop.forget();
  await shop.searches(40);
  const answers = [...shop.noted];
  const broken = answers.some(({ says }) => says.includes("model_slow")) ? [] : ["the model was not found to be slow"];
  await pointTo(shop.stores.models, champion);
  const healedMs = await until(async () => (await shop.search()).says === "200", 10_000, "It is whole again");
  return { answers, lost: [], broken, healedMs };
}

const isLearned = async (shop: FaultShop): Promise<boolean> => (await shop.search()).body.ranking?.order === "learned";

const ids = async (shop: FaultShop): Promise<string> =>
  ((await shop.search("lamp")).body.hits ?? []).map(({ id }) => id).join(" ");

/** As a disk or a bad copy would have it: not through the store, which would make it whole. @returns what was broken */
function saveBroken(shop: FaultShop, { record, text }: MadeModel, version: string, random: () => number): string {
  const json = JSON.stringify({ ...record, version });
  const pick = random();
  const broken =
    pick < 0.4
      ? { what: "text, bit", text: flipped(text, random), json }
      : pick < 0.6
        ? { what: "text, cut", text: text.slice(0, Math.floor(random() * text.length)), json }
        : pick < 0.9
          ? { what: "record, bit", text, json: flipped(json, random) }
          : { what: "record, cut", text, json: json.slice(0, Math.floor(random() * json.length)) };
  inFile(shop, (db) =>
    db
      .prepare("INSERT INTO models (catalog, version, created_at_ms, status, record, text) VALUES (?, ?, ?, ?, ?, ?)")
      .run("products", version, Date.now(), "candidate", broken.json, broken.text),
  );
  return `${version} (${broken.what})`;
}

/** One bit of one of its bytes; what is no UTF-8 then is read as SQLite's driver reads it. */
function flipped(text: string, random: () => number): string {
  const bytes = Buffer.from(text);
  bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
  return bytes.toString("utf8");
}

function inFile(shop: FaultShop, work: (db: Database.Database) => unknown): void {
  const db = new Database(join(shop.folder, "winnow.db"), { timeout: 5000 });
  work(db);
  db.close();
}
