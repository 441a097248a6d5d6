import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawPrefix, elasticsearchUrl, removeIndices } from "./testing/live-elasticsearch.ts";
import { redisUrl } from "./testing/live-redis.ts";
import { suggestWhatShoppersSearch } from "./testing/suggesting-shop.ts";

const redis = redisUrl();

(redis === null ? it.skip : it)(
  "on Elasticsearch and Redis searches of five shoppers are suggested within seconds of the job",
  async () => {
    const prefix = drawPrefix();
    const folder = await mkdtemp(join(tmpdir(), "winnow-suggestions-"));
    try {
      await suggestWhatShoppersSearch({
        ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
        // With room for a busy machine: what is late is not what this is about.
        ...{ REDIS_URL: redis!, WINNOW_SEARCH_DEADLINE_MS: "5000", WINNOW_DATA: folder },
      });
    } finally {
      await removeIndices(prefix);
      await rm(folder, { recursive: true });
    }
  },
  60_000,
);
