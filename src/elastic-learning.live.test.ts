import { promoteByHand } from "./training/registry.ts";
import { defaultCatalog } from "./compose.ts";
import { fold } from "../ranking/state/fold.ts";
import { countable } from "../ranking/traffic/countable.ts";
import { createShoppers } from "./simulation/shoppers/create-shoppers.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "./testing/live-elasticsearch.ts";
import { openLearningShop } from "./testing/learning-shop.ts";
import { redisUrl } from "./testing/live-redis.ts";
import { defaultLoopSettings } from "./training/settings.ts";

const redis = redisUrl();
const sessions = 250;

(redis === null ? it.skip : it)(
  "on Elasticsearch and Redis searches and events become counters, counters a model, and the model another order that says why",
  async () => {
    const prefix = drawPrefix();
    const settings = { ...defaultLoopSettings, gate: { ...defaultLoopSettings.gate, minSearches: 50 } };
    const shop = await openLearningShop({
      ...{ products: 600, settings, exploration: { share: 0 } },
      env: {
        ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
        // Without a download: the built-in trainer. With room for a busy machine: what is late is not what this is about.
        ...{ REDIS_URL: redis!, LIGHTGBM_LIB: "none", WINNOW_RESCORE_BUDGET_MS: "500", WINNOW_SEARCH_DEADLINE_MS: "5000" },
      },
    }); // prettier-ignore
    try {
      const { world, clock, quietDoor, running, stores } = shop;
      expect(stores.keepsBehaviour).toBe(true);
      const shoppers = createShoppers({ seed: 5, world, door: quietDoor, clock, everyMs: 100_000, atOnce: 4 });
      for (let waves = 0; waves < 5; waves += 1) {
        await shoppers.run(sessions / 5);
        await running.learning.settle(defaultCatalog);
      }
      const counted = shoppers.counts();
      const entries = await stores.events.read(defaultCatalog, 0, 1e6);
      const clicks = entries.filter((entry) => entry.kind === "event" && entry.event.type === "click").length;
      const searched = entries.filter((entry) => entry.kind === "impression").length;
      expect({ clicks, searched }).toEqual({ clicks: counted.clicks, searched: counted.searches });

      // What was counted step by step is what the whole log comes to.
      const sums = new Map<string, number>();
      for (const { key, field, by } of countable(entries).flatMap(fold)) {
        sums.set(`${key} ${field}`, (sums.get(`${key} ${field}`) ?? 0) + by);
      }
      const kept = new Map<string, number>();
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await stores.counters.entities(defaultCatalog, cursor ?? null);
        for (const { key, counters } of page.entities) {
          for (const [field, count] of counters) kept.set(`${key} ${field}`, count);
        }
        cursor = page.cursor;
      }
      expect(kept).toEqual(sums);

      const trained = await shop.train();
      console.log(`${counted.sessions} sessions, ${searched} searches, ${clicks} clicks; ${trained.says}`);
      const [model] = await stores.models.list(defaultCatalog);
      await promoteByHand({ store: stores.models, now: () => clock.now() }, defaultCatalog, model!.version, "a test");
      await running.learning.serving.refresh(defaultCatalog);

      const ask = async (path: string) => (await (await fetch(`${running.server.url}${path}`)).json()) as Answer;
      const texts = [
        ...new Set(entries.flatMap((entry) => (entry.kind === "impression" ? [entry.impression.text] : []))),
      ];
      let moved = 0;
      for (const text of texts.slice(0, 20)) {
        const q = encodeURIComponent(text);
        const learned = await ask(`/v1/search?q=${q}&session=s1`);
        const plain = await ask(`/v1/search?q=${q}&session=s1&order=text`);
        expect(learned.ranking).toMatchObject({ order: "learned", model: model!.version });
        expect(plain.ranking).toMatchObject({ order: "first_stage" });
        if (learned.hits.length === 0) continue;
        if (learned.hits.map(({ id }) => id).join() !== plain.hits.map(({ id }) => id).join()) moved += 1;
        const why = await ask(`/v1/explain?q=${q}&product=${learned.hits[0]!.id}&session=s1`);
        const { base, score, contributions, lineage, position } = why as unknown as Explained;
        expect(position).toBe(1);
        expect(lineage).toMatchObject({ model: model!.version });
        expect(contributions.reduce((sum, { value }) => sum + value, base)).toBeCloseTo(score, 6);
      }
      expect(moved).toBeGreaterThan(0);
    } finally {
      await shop[Symbol.asyncDispose]();
      await removeIndices(prefix);
    }
  },
  240_000,
);

interface Answer {
  readonly ranking: object;
  readonly hits: readonly { readonly id: string }[];
}

interface Explained {
  readonly base: number;
  readonly score: number;
  readonly position: number;
  readonly contributions: readonly { readonly value: number }[];
  readonly lineage: object;
}
