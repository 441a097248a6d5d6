import { existsSync } from "node:fs";
import { backfillTexts } from "./descriptions-backfilled.ts";
import { readIcecat } from "../src/cli/icecat.ts";
import { gain, intervals, isTelling, judgeOrder, type Judged, type Order } from "../src/cli/judge-order.ts";
import { openScratch, readDefaultMapping, readSynonyms } from "../src/compose.ts";
import type { Product } from "../src/domain/product.ts";
import { createSearch } from "../src/search/search.ts";
import { createRandom } from "../src/simulation/random.ts";
import type { Benchmark, Figures } from "./harness.ts";
import { shuffled } from "./descriptions-writer.ts";

const folder = "../shared/data/icecat_chorus";
const SEED = 7;

/**
 * What written descriptions are worth to search: Icecat's judged queries over the catalogue as it is, over the same with
 * all descriptions taken away, and over that with texts that a scripted model has written from what is left.
 */
export const bench: Benchmark = {
  name: "descriptions-effect",
  title: "recall@100 and NDCG@10 on Icecat without descriptions, with written ones and with its own",
  async run({ quick, log }) {
    const unit = "recall@100 and NDCG@10 over judged queries, with 95 % intervals";
    if (!existsSync(folder)) {
      log(`Not measured: ${folder} is missing.`);
      return { unit, ours: {}, peers: {}, ratio: {}, n: 0, seed: SEED };
    }
    const icecat = await readIcecat(folder);
    const queries = icecat.queries.filter(isTelling);
    const judged = new Set(queries.flatMap(({ grades }) => [...grades.keys()]));
    const others = icecat.products.filter(({ id }) => !judged.has(id));
    const own = [
      ...icecat.products.filter(({ id }) => judged.has(id)),
      ...shuffled(others.slice(0, quick ? 500 : 4000), createRandom(SEED)),
    ];
    const bare = own.map(({ description: _, ...rest }): Product => rest);
    const { products: written, applied } = backfillTexts(bare, SEED);
    log(`${own.length} products, ${own.filter(({ description }) => description !== undefined).length} with a description of their own; ${applied} texts written and shown`); // prettier-ignore
    const mapping = await readDefaultMapping();
    const synonyms = await readSynonyms();
    const variants = Object.entries({ bare, written, own });
    await using retrieval = await openScratch(
      new Map(variants.map(([name, products]) => [name, { mapping, products }])),
    );
    const search = createSearch({ retrieval, synonyms: () => synonyms, newQueryId: () => "" });
    const order =
      (catalog: string): Order =>
      async ({ text }) => {
        const { hits } = await search.search(
          {
            ...{ catalog, text, filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 1000 },
            ...{ collapse: false, explain: false, highlight: false },
          },
          { signal: new AbortController().signal, remainingMs: () => Infinity },
        );
        return hits.map(({ id }) => id);
      };
    const [without, filled, full] = [
      await judgeOrder(order("bare"), queries),
      await judgeOrder(order("written"), queries),
      await judgeOrder(order("own"), queries),
    ];
    return {
      unit,
      ours: { ...told("written", filled), ...told("gain", gain(filled, without)), "texts written": applied },
      peers: { "without any": told("written", without), "its own": { ...told("written", full), ...told("gain", gain(full, without)) } }, // prettier-ignore
      ratio: {},
      n: queries.length,
      seed: SEED,
    };
  },
};

const told = (name: string, judged: Judged): Figures => {
  const { recall, unjudgedRemoved } = intervals(judged);
  return Object.fromEntries(
    Object.entries({ "recall@100": recall, "NDCG@10": unjudgedRemoved }).flatMap(([measure, { mean, low, high }]) => [
      [`${name}: ${measure}`, mean],
      [`${name}: ${measure} from`, low],
      [`${name}: ${measure} to`, high],
    ]),
  );
};
