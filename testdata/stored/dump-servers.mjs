// What a shop has in Elasticsearch and Redis, as lines of JSON that src/testing/stored-servers.ts puts back.
import { Redis } from "ioredis";

/** Of the indices' names; whoever loads them takes another instead. */
export const storedPrefix = "winnowstored";

/**
 * A line for each index with its mappings, settings and aliases, then one for each of its documents in the order of their
 * writing, by the number that Elasticsearch gave to it: a log's order is that.
 */
export async function dumpElasticsearch(url, prefix = storedPrefix) {
  await ask(`${url}/${prefix}*/_refresh?expand_wildcards=all`, { method: "POST" });
  const indices = await ask(`${url}/${prefix}*?expand_wildcards=all`);
  const lines = [];
  for (const [index, { aliases, mappings, settings }] of Object.entries(indices)) {
    const { uuid: _1, creation_date: _2, provided_name: _3, version: _4, ...kept } = settings.index;
    lines.push({ index, body: { aliases, mappings, settings: { index: kept } } });
    const body = { size: 10_000, query: { match_all: {} }, seq_no_primary_term: true, sort: [{ _seq_no: "asc" }] };
    const { hits } = await ask(`${url}/${index}/_search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    for (const { _id: id, _seq_no: seqNo, _source: source } of hits.hits) lines.push({ id, seqNo, source });
  }
  return toLines(lines);
}

/** A line for each key: the command that makes it, and what is left of its time in milliseconds. */
export async function dumpRedis(url, pattern = "*") {
  const redis = new Redis(url);
  const lines = [];
  for (const key of (await redis.keys(pattern)).sort()) {
    const left = await redis.pttl(key);
    lines.push({ command: await commandOf(redis, key), ...(left > 0 && { expiresInMs: left }) });
  }
  redis.disconnect();
  return toLines(lines);
}

/** For the next one: what was dumped before is gone. */
export async function removeDumped(url) {
  const indices = await ask(`${url}/${storedPrefix}*?expand_wildcards=all`);
  for (const index of Object.keys(indices)) await ask(`${url}/${index}`, { method: "DELETE" });
}

async function commandOf(redis, key) {
  const type = await redis.type(key);
  if (type === "string") return ["set", key, await redis.get(key)];
  if (type === "hash")
    return [
      "hset",
      key,
      ...Object.entries(await redis.hgetall(key))
        .sort()
        .flat(),
    ];
  if (type === "list") return ["rpush", key, ...(await redis.lrange(key, 0, -1))];
  if (type === "set") return ["sadd", key, ...(await redis.smembers(key)).sort()];
  if (type === "stream") return ["xadd", key, "*", "stream", "not kept"];
  const members = await redis.zrange(key, 0, -1, "WITHSCORES");
  const pairs = Array.from({ length: members.length / 2 }, (_, i) => [members[2 * i + 1], members[2 * i]]);
  return ["zadd", key, ...pairs.flat()];
}

async function ask(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return await response.json();
}

const toLines = (lines) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");
