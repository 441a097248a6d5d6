import { existsSync } from "node:fs";
import { readIcecat } from "../src/cli/icecat.ts";
import { compareEngines, summarize } from "../src/testing/parity/compare.ts";
import { openBothEngines } from "../src/testing/parity/open-both.ts";
import { parityQueries } from "../src/testing/parity/queries.ts";
import type { Benchmark, BenchResult } from "./harness.ts";

const seed = 4;

/** The embedded engine beside a real Elasticsearch: not how fast, but how alike. */
export const bench: Benchmark = {
  name: "parity",
  title: "how alike both engines answer: Icecat, 300 queries (ELASTICSEARCH_URL names the server, ICECAT the data)",
  async run({ quick, log }): Promise<BenchResult> {
    const folder = process.env["ICECAT"] ?? "../shared/data/icecat_chorus";
    const missing =
      process.env["ELASTICSEARCH_URL"] === undefined ? "ELASTICSEARCH_URL" : existsSync(folder) ? null : folder;
    if (missing !== null) {
      log(`Not measured: ${missing} is missing.`);
      return { unit: "shares", ours: {}, peers: {}, ratio: {}, n: 0, seed };
    }
    const { products, queries } = await readIcecat(folder);
    log(`Importing ${products.length} products into both.`);
    await using both = await openBothEngines(products);
    const texts = queries.map(({ text }) => text);
    const asked = parityQueries(texts, products, both.synonyms, seed).filter((_, i) => !quick || i % 5 === 0);
    const differences = await compareEngines([both.embedded, both.elasticsearch], asked, both.synonyms);
    const { different, candidates, inPlace, score, overlap10 } = summarize(differences);
    for (const { query } of different) log(`differs: ${JSON.stringify(query)}`);
    const alike = (asked.length - different.length) / asked.length;
    return {
      unit: "shares, 1 is alike; scores: largest relative difference",
      ours: { "overlap@10": 1, "queries alike": 1, "in the same place": 1, "field scores": 0, candidates },
      peers: {
        elasticsearch: {
          "overlap@10": overlap10,
          "queries alike": alike,
          "in the same place": inPlace / candidates,
          "field scores": score,
          candidates,
        },
      },
      ratio: { elasticsearch: overlap10 },
      n: asked.length,
      seed,
    };
  },
};
