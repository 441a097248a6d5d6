import { randomBytes } from "node:crypto";
import {
  type ElasticsearchOptions,
  type ElasticsearchStores,
  openElasticsearch,
} from "../adapters/elasticsearch/open-elasticsearch.ts";

/** The real server of the live tests. */
export function elasticsearchUrl(): string {
  const url = process.env["ELASTICSEARCH_URL"];
  if (url === undefined || url === "")
    throw new Error("Set ELASTICSEARCH_URL to a running Elasticsearch, such as http://127.0.0.1:9200.");
  return url;
}

/** A prefix that nobody else uses. */
export function drawPrefix(): string {
  return `winnowtest${randomBytes(4).toString("hex")}`;
}

export interface LiveStores extends ElasticsearchStores {
  readonly prefix: string;
  /** Leaves no catalogue, and keeps what is slow to make. */
  clear(): Promise<void>;
  /** Removes every index of ours; to be called once closed. */
  remove(): Promise<void>;
}

/** Stores under a prefix of their own. */
export async function openLiveStores(options: Partial<ElasticsearchOptions> = {}): Promise<LiveStores> {
  const prefix = drawPrefix();
  const stores = await openElasticsearch({
    url: elasticsearchUrl(),
    prefix,
    pollMs: 50,
    retireAfterMs: 0,
    lastGoodBytes: 0,
    ...options,
  });
  return {
    ...stores,
    prefix,
    clear: async () => {
      for (const { name } of await stores.products.catalogs()) await stores.products.dropCatalog(name);
    },
    remove: () => removeIndices(prefix),
  };
}

/** All indices whose names begin with it, deleted by name: clusters may refuse patterns. */
export async function removeIndices(prefix: string, url = elasticsearchUrl()): Promise<void> {
  const found = await fetch(`${url}/${prefix}*?expand_wildcards=all&features=aliases`);
  for (const index of Object.keys((await found.json()) as object)) await fetch(`${url}/${index}`, { method: "DELETE" });
}
