import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawPrefix, elasticsearchUrl, removeIndices } from "../live-elasticsearch.ts";
import { startRedisProcess } from "../redis-process.ts";
import type { Seen } from "./row.ts";

/** With indices and a Redis of its own, that are gone afterwards. */
export async function onElasticsearch(
  /** As the program is told it. */
  url: string,
  work: (environment: Readonly<Record<string, string>>) => Promise<Seen>,
  /** Where the server is. */
  server = elasticsearchUrl(),
): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), "winnow-fault-"));
  const prefix = drawPrefix();
  await using redis = await startRedisProcess(folder);
  try {
    return await work({
      ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: url, ELASTICSEARCH_PREFIX: prefix },
      ...{ REDIS_URL: redis.url, WINNOW_DATA: folder },
    });
  } finally {
    await removeIndices(prefix, server);
    await rm(folder, { recursive: true, force: true });
  }
}
