import { existsSync } from "node:fs";
import { readIcecat } from "../../cli/icecat.ts";
import { elasticsearchUrl } from "../../testing/live-elasticsearch.ts";
import { compareEngines, summarize } from "../../testing/parity/compare.ts";
import { openBothEngines } from "../../testing/parity/open-both.ts";
import { parityQueries } from "../../testing/parity/queries.ts";

const folder = process.env["ICECAT"] ?? "../shared/data/icecat_chorus";
const seed = Number(process.env["SEED"] ?? 4);
const there = existsSync(folder);
if (!there) console.warn(`Skipped: ${folder} with the Icecat catalogue is not there.`);

beforeAll(() => void elasticsearchUrl());

(there ? it : it.skip)(
  `both engines find the same products of Icecat in the same order with the same scores, 300 queries (seed ${seed})`,
  async () => {
    const { products, queries } = await readIcecat(folder);
    await using both = await openBothEngines(products);
    const asked = parityQueries(
      queries.map(({ text }) => text),
      products,
      both.synonyms,
      seed,
    );
    const differences = await compareEngines([both.embedded, both.elasticsearch], asked, both.synonyms);
    const { different, ...summary } = summarize(differences);
    console.log(JSON.stringify(summary));
    expect(asked).toHaveLength(300);
    expect(different).toEqual([]);
    expect(summary.overlap10).toBeGreaterThanOrEqual(0.98);
  },
  600_000,
);
