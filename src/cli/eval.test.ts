import { existsSync, readFileSync } from "node:fs";
import { parseSynonyms } from "../query/synonyms.ts";
import { memoryRetrieval } from "../testing/memory-retrieval.ts";
import { readMapping } from "../text/read-mapping.ts";
import { formatEvaluation } from "./eval-table.ts";
import { evalIcecat } from "./eval.ts";
import { readIcecat } from "./icecat.ts";

const folder = "../shared/data/icecat_chorus";
const withData = existsSync(folder) ? test : test.skip;
if (!existsSync(folder)) console.warn(`The evaluation on Icecat is not tested: there is no ${folder}.`);

withData(
  "judges the first stage beside other orders, on queries that tell something, in two halves",
  async () => {
    const { products, queries } = await readIcecat(folder);
    const evaluation = await evalIcecat(
      // A tenth of the products: this tests the measuring, `winnow eval icecat` measures.
      { queries, products: products.filter((_, i) => i % 10 === 0) },
      false,
      {
        mapping: () => Promise.resolve(readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")))),
        synonyms: () => Promise.resolve(parseSynonyms(readFileSync("mappings/synonyms.txt", "utf8"), "synonyms")),
        openCatalogs: (catalogs) => {
          const open = new Map(
            [...catalogs].map(([name, { mapping, products }]) => [name, memoryRetrieval(mapping, products)]),
          );
          return Promise.resolve({
            retrieve: (plan, deadline) => open.get(plan.catalog)!.retrieve(plan, deadline),
            mapping: (name) => open.get(name)!.mapping(name),
            lexicon: (name) => open.get(name)!.lexicon(name),
            refresh: () => Promise.resolve(),
            stats: () => ({ products: 0, sequence: 0, bytes: 0, segments: 1 }),
            health: () => ({ ready: true, lag: 0 }),
            [Symbol.asyncDispose]: () => Promise.resolve(),
          });
        },
      },
    );
    expect(products).toHaveLength(19406);
    expect(evaluation).toMatchObject({ queries: 135, withoutPositive: 19, train: 58, test: 58 });
    const [random, title, all, first] = evaluation.orders;
    expect(evaluation.orders).toHaveLength(4);
    for (const half of ["train", "test"] as const) {
      expect(first![half].unjudgedWrong.mean).toBeGreaterThan(random![half].unjudgedWrong.mean);
      for (const row of [random, title, all, first])
        for (const { mean, low, high } of Object.values(row![half])) {
          expect(low).toBeLessThanOrEqual(mean);
          expect(mean).toBeLessThanOrEqual(high);
        }
    }
    expect(formatEvaluation(evaluation)).toContain("Test half, 58 queries");
  },
  120_000,
);
