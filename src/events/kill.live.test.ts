import { seededRandom } from "../../ranking/metrics/random.ts";
import { readConfig } from "../config/config.ts";
import { openEngine } from "../open-engine.ts";
import { checkKilled, killEvents } from "../testing/killed-events.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "../testing/live-elasticsearch.ts";
import { redisUrl as liveRedis } from "../testing/live-redis.ts";

const KILLS = Number(process.env["WINNOW_TEST_KILLS"] ?? 16);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const redis = liveRedis();

(redis === null ? it.skip : it)(
  `on Elasticsearch and Redis loses no acknowledged event and counts none twice when killed at ${KILLS} points (SEED=${seed})`,
  async () => {
    const prefix = drawPrefix();
    const { dataFolder, engine, redisUrl } = readConfig({
      ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
      REDIS_URL: redis!,
    });
    const config = { dataFolder, engine, redisUrl };
    const random = seededRandom(seed);
    const acknowledged = new Set<string>();
    let inFold = 0;
    try {
      for (let round = 1; round <= KILLS; round++) {
        const [after, delayMs] = [1 + Math.floor(random() * 300), random() * 50];
        const told = await killEvents({ place: JSON.stringify(config), round, after, delayMs });
        for (const line of told) acknowledged.add(line);
        const stores = await openEngine(config);
        if ((await stores.counters.sequence("shop")) < (await stores.events.head("shop"))) inFold++;
        if (round % 4 === 0 || round === KILLS) expect(await checkKilled(stores, acknowledged)).toEqual([]);
        await stores.close();
      }
    } finally {
      await removeIndices(prefix);
    }
    // Else the kills have missed what they are for.
    expect(inFold).toBeGreaterThan(KILLS / 4);
    expect([...acknowledged].filter((line) => line.startsWith("erased")).length).toBeGreaterThan(0);
  },
  240_000,
);
