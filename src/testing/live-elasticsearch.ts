import { randomBytes } from "node:crypto";
import { type ElasticsearchStores, openElasticsearch } from "../adapters/elasticsearch/open-elasticsearch.ts";

/** The real server of the live tests. */
export function elasticsearchUrl(): string {
  const url = process.env["ELASTICSEARCH_URL"];
  if (url === undefined || url === "")
    throw new Error("Set ELASTICSEARCH_URL to a running Elasticsearch, such as http://127.0.0.1:9200.");
  return url;
}

/** Stores under a prefix of their own, and nothing left of them once closed. */
export async function openLiveStores(
  options: Partial<Parameters<typeof openElasticsearch>[0]> = {},
): Promise<ElasticsearchStores & { readonly prefix: string; remove(): Promise<void> }> {
  const url = elasticsearchUrl();
  const prefix = `winnowtest${randomBytes(4).toString("hex")}`;
  const stores = await openElasticsearch({ url, prefix, pollMs: 50, retireAfterMs: 0, ...options });
  return { ...stores, prefix, remove: () => removeIndices(prefix) };
}

/** All indices whose names begin with it, deleted by name: clusters may refuse patterns. */
export async function removeIndices(prefix: string): Promise<void> {
  const url = elasticsearchUrl();
  const found = await fetch(`${url}/${prefix}*?expand_wildcards=all&features=aliases`);
  for (const index of Object.keys((await found.json()) as object)) await fetch(`${url}/${index}`, { method: "DELETE" });
}
