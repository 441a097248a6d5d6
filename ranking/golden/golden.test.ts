import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIcecat } from "../../src/cli/icecat.ts";
import type { Product } from "../../src/domain/product.ts";
import { parseSynonyms } from "../../src/query/synonyms.ts";
import { createSearch, type Search } from "../../src/search/search.ts";
import { demoQueries } from "../../src/simulation/demo-queries.ts";
import { generateProducts } from "../../src/simulation/generate-products.ts";
import { memoryRetrieval } from "../../src/testing/memory-retrieval.ts";
import { readMapping } from "../../src/text/read-mapping.ts";
import { formatGolden, formatStats, goldenName, type GoldenAnswer } from "./format-golden.ts";
import { icecatQueries } from "./icecat-queries.ts";

// A change of the order of results shows here as a change of text. `UPDATE_GOLDEN=1` rewrites the files; the diff is
// what is reviewed.
const update = process.env["UPDATE_GOLDEN"] === "1";
const icecatFolder = "../shared/data/icecat_chorus";
const shown = 10;

const withIcecat = existsSync(icecatFolder) ? describe : describe.skip;
if (!existsSync(icecatFolder)) console.warn(`Golden results of Icecat are not checked: there is no ${icecatFolder}.`);

withIcecat("results on the Icecat catalogue", () => {
  // Ids and scores only: the catalogue's texts are under a licence of their own.
  golden("icecat", icecatQueries, async () => shop((await readIcecat(icecatFolder)).products), false);
});

describe("results in the demo shop", () => {
  const nowMs = Date.UTC(2026, 0, 1);
  const open = () => Promise.resolve(shop(generateProducts({ seed: 1, count: 5000, nowMs })));
  golden(
    "demo",
    demoQueries.map(({ text }) => text),
    open,
    true,
  );
});

function golden(folder: string, queries: readonly string[], open: () => Promise<Search>, titles: boolean): void {
  const path = join("ranking/golden", folder);
  const answers: GoldenAnswer[] = [];
  let search: Search;

  beforeAll(async () => {
    mkdirSync(path, { recursive: true });
    search = await open();
  }, 180_000);

  test.each(queries)("%s", async (query) => {
    const answer = await ask(search, query, titles);
    answers.push(answer);
    compare(join(path, goldenName(query)), formatGolden(answer));
  });

  test("at a glance", () => compare(join(path, "stats.txt"), formatStats(answers)));
}

function compare(file: string, text: string): void {
  if (update) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

function shop(products: Iterable<Product>): Search {
  const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
  const synonyms = parseSynonyms(readFileSync("mappings/synonyms.txt", "utf8"), "mappings/synonyms.txt");
  const retrieval = memoryRetrieval(mapping, products);
  return createSearch({ retrieval, synonyms: () => synonyms, newQueryId: () => "0".repeat(32) });
}

async function ask(search: Search, query: string, titles: boolean): Promise<GoldenAnswer> {
  const deadline = { signal: new AbortController().signal, remainingMs: () => 60_000 };
  const answer = await search.search(
    {
      catalog: "products",
      text: query,
      filters: [],
      facets: [],
      sort: { by: "relevance" },
      page: 1,
      size: shown,
      collapse: true,
      explain: true,
      highlight: false,
    },
    deadline,
  );
  return {
    query,
    total: answer.total,
    corrected: answer.corrected?.to ?? null,
    dropped: answer.relaxed?.dropped ?? [],
    hits: answer.hits.map(({ id, score, source, explanation }) => ({
      id,
      title: titles ? (JSON.parse(source) as Product).title : null,
      score,
      parts: explanation?.parts ?? [],
      words: explanation?.words.map(({ matched }) => matched) ?? [],
      rules: explanation?.rules ?? [],
    })),
  };
}
