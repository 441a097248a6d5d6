// Makes what a version of winnow has stored: node testdata/stored/make.mjs CHECKOUT NAME
// CHECKOUT is a built checkout of that version (npm ci && npm run build:server); NAME names the folder made here.
// With ELASTICSEARCH_URL and REDIS_URL (a database that is empty) what it has stored there, instead of in files.
import { spawn, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { dumpElasticsearch, dumpRedis, removeDumped, storedPrefix } from "./dump-servers.mjs";

const [checkout, name] = [resolve(process.argv[2]), process.argv[3]];
const folder = mkdtempSync(join(tmpdir(), "winnow-stored-"));
const data = join(folder, "data");
const environment = {
  PATH: process.env.PATH,
  WINNOW_DATA: data,
  PORT: "0",
  LOG_LEVEL: "warn",
  WINNOW_DEMO_SHOPPERS: "false",
};
const servers = process.env.ELASTICSEARCH_URL
  ? { elasticsearch: process.env.ELASTICSEARCH_URL, redis: process.env.REDIS_URL }
  : null;
if (servers !== null) {
  await removeDumped(servers.elasticsearch);
  Object.assign(environment, {
    ENGINE: "elasticsearch",
    ELASTICSEARCH_URL: servers.elasticsearch,
    ELASTICSEARCH_PREFIX: storedPrefix,
    REDIS_URL: servers.redis,
    WINNOW_SEARCH_DEADLINE_MS: "30000",
  });
}
const command = join(checkout, "bin/winnow.js");
const compiled = (path) => import(pathToFileURL(join(checkout, "dist", path)).href);

const colours = ["red", "blue", "green", "café brown"];
const things = ["enamel mug", "rain jacket", "garden hose 25 m", "wireless headphones", "running shoes", "55 inch tv"];
const products = Array.from({ length: 60 }, (_, i) => ({
  id: `p-${i}`,
  title: `${colours[i % 4]} ${things[i % 6]}`,
  description: i % 5 === 0 ? "Made of stainless steel, for 2 people; showstopper." : undefined,
  brand: `Brand ${i % 7}`,
  categories: [`Shop > Part ${i % 3}`],
  price: 5 + ((i * 37) % 90),
  currency: "EUR",
  group_id: i % 10 === 9 ? `p-${i - 1}` : undefined,
  in_stock: i % 8 !== 0,
  attributes: { colour: [colours[i % 4]], "screen size": i % 6 === 5 ? [55] : undefined },
}));
const queries = ["mug", "jackets", "red runing shoes", "55 inch", "hose", "wireles head", "show stopper", ""];

// A shop with products by a file, one written and one removed by the API.
const file = join(folder, "products.jsonl");
writeFileSync(file, products.map((one) => JSON.stringify(one)).join("\n"));
execFileSync(process.execPath, [command, "import", file], { env: environment, stdio: "inherit" });
const server = await serve();
const headers = { authorization: `Bearer ${server.key}`, "content-type": "application/json" };
await ask("/v1/products/by-api", {
  method: "PUT",
  headers,
  body: JSON.stringify({ title: "yellow enamel mug", price: 7 }),
});
await ask("/v1/products/p-3", { method: "DELETE", headers });
// A snapshot of the index is written after 1,000 changes.
for (let round = servers === null ? 20 : 0; round >= 0; round--) {
  const lines = products
    .filter(({ id }) => id !== "p-3")
    .map((one) => JSON.stringify({ ...one, price: one.price + round }));
  const body = `${lines.join("\n")}\n`;
  const response = await fetch(`${server.url}/v1/products`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/x-ndjson" },
    body,
  });
  if (!response.ok) throw new Error(await response.text());
  await response.text();
}
if (servers !== null) {
  const synonym = { from: "squirter", to: "garden hose", two_way: false };
  await ask("/v1/synonyms", { method: "POST", headers, body: JSON.stringify(synonym) });
  queries.push("squirter");
}
await sleep(3000);

// Behaviour, where this version keeps it; the last shopper is forgotten again.
const learns =
  (await fetch(`${server.url}/v1/events`, { method: "POST", headers, body: '{"events":[]}' })).status !== 404;
if (learns) {
  for (let i = 0; i < 40; i++) {
    const who = { user: `user-${i % 9}`, session: `session-${i % 12}` };
    const { query_id, hits } = await ask(
      `/v1/search?q=${encodeURIComponent(queries[i % 6])}&user=${who.user}&session=${who.session}`,
    );
    await sleep(30);
    const product = { id: hits[i % Math.min(3, hits.length)].id, price: 9.5 };
    const events = [{ type: "click", ...who, query_id, product, position: 1 }];
    if (i % 4 === 0) events.push({ type: "purchase", ...who, query_id, product: { ...product, quantity: 2 } });
    await ask("/v1/events", { method: "POST", headers, body: JSON.stringify({ events }) });
  }
  await sleep(1500);
  await ask("/v1/users/user-8", { method: "DELETE", headers });
  await sleep(2500);
}
const answers = {};
for (const q of queries) {
  const { hits, total } = await ask(`/v1/search?q=${encodeURIComponent(q)}&size=100`);
  answers[q] = { total, ids: hits.map(({ id }) => id) };
}
await server.stop();
// A job that nobody has begun.
if (servers !== null)
  execFileSync(process.execPath, [command, "jobs", "run", "fold_events", "{}"], { env: environment, stdio: "inherit" });

// A model that serves: trained on numbers from a formula, since 40 searches are too few for the gate.
const model = learns ? await addModel() : null;

const target = fileURLToPath(new URL(`./${name}/`, import.meta.url));
rmSync(target, { recursive: true, force: true });
mkdirSync(target);
const keep = (path, bytes) =>
  writeFileSync(join(target, `${path.replace("/", ".")}.gz`), gzipSync(bytes, { level: 9 }));
const files = ["winnow.db", "jobs.db", "index/products.snapshot"].filter((path) => existsSync(join(data, path)));
for (const path of files) keep(path, readFileSync(join(data, path)));
if (servers !== null) {
  keep("elasticsearch.ndjson", await dumpElasticsearch(servers.elasticsearch));
  keep("redis.ndjson", await dumpRedis(servers.redis));
}
const expected = { madeAtMs: Date.now(), adminKey: server.key, products: products.length, answers, learns, model };
writeFileSync(join(target, "expected.json"), `${JSON.stringify(expected, null, 2)}\n`);
console.log(readdirSync(target));
rmSync(folder, { recursive: true });

async function serve() {
  const child = spawn(process.execPath, [command, "serve"], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  while (!/Storefront {3}\S+\/\n\n/.test(said)) await sleep(50);
  return {
    url: /Storefront {3}(http:\S+)\/\n/.exec(said)[1],
    key: /wk_admin_[\w-]+/.exec(said)[0],
    stop: () => new Promise((resolve) => child.once("exit", resolve).kill("SIGTERM")),
  };
}

async function ask(path, init) {
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

async function addModel() {
  const modules = await Promise.all(
    [
      "ranking/feature-set.js",
      "ranking/trainer/train-built-in.js",
      "ranking/model/read-lightgbm.js",
      "ranking/model/flat-scorer.js",
      "src/adapters/sqlite/open-sqlite.js",
      ...(servers === null ? [] : ["src/adapters/elasticsearch/open-elasticsearch.js"]),
    ].map(compiled),
  );
  const [{ featureSet }, { trainBuiltIn }, { readLightgbm }, { createFlatScorer }, { openSqlite }] = modules;
  const [rows, columns] = [400, featureSet.names.length];
  const values = Float32Array.from({ length: rows * columns }, (_, i) => ((i * 2654435761) % 1000) / 100);
  const labels = Float32Array.from({ length: rows }, (_, i) =>
    Number(values[i * columns] + values[i * columns + 3] > 10),
  );
  const names = featureSet.names;
  const fit = { values, labels, columns, groups: Int32Array.of(rows), weights: null, positions: null };
  const given = {
    names,
    params: { objective: "regression", metric: "l2", num_iterations: 5, num_leaves: 7, min_data_in_leaf: 5 },
  };
  const { text } = trainBuiltIn({
    ...given,
    rounds: 5,
    patience: 5,
    higherIsBetter: false,
    readFit: () => fit,
    readStop: null,
    onRound: () => undefined,
  });
  const sample = values.slice(0, 8 * columns);
  const scores = new Float64Array(8);
  createFlatScorer(readLightgbm(text)).score(sample, 8, scores);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const version = `m-${sha256.slice(0, 12)}`;
  const stores =
    servers === null
      ? await openSqlite(join(data, "winnow.db"))
      : await modules[5].openElasticsearch({ url: servers.elasticsearch, prefix: storedPrefix });
  const window = { fromMs: 0, toMs: Date.now(), firstSequence: 1, lastSequence: 80, searches: 40, rows, positives: 40 };
  const record = {
    version,
    catalog: "products",
    status: "champion",
    createdAtMs: Date.now(),
    trainer: "built-in",
    featureSet: featureSet.hash,
    sha256,
    bytes: text.length,
    window,
    params: given.params,
    importance: [],
    samples: { columns, values: [...sample], scores: [...scores] },
  };
  await stores.models.save(record, text);
  await stores.models.point("products", { revision: 1, champion: version, canary: null });
  await stores.close();
  return { version, featureSet: featureSet.hash };
}
