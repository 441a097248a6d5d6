import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { openStores } from "../compose.ts";
import { readConfig } from "../config/config.ts";
import type { Stores } from "../open-engine.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "./live-elasticsearch.ts";
import { type Expected, readExpected, readStored } from "./stored-shop.ts";

/** What a version has left in Elasticsearch and Redis, in servers again, under names of its own. */
export interface StoredServers extends AsyncDisposable {
  readonly expected: Expected;
  /** Of its indices. */
  readonly prefix: string;
  /** The shop's in Redis. */
  readonly name: string;
  /** One that has clicked, as the store knows it. */
  readonly session: string;
  /** What opens it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Opens its stores as at the time they were made. */
  withStores(work: (stores: Stores) => Promise<void>): Promise<void>;
}

export const loadStoredServers = async (version: string, redis: string): Promise<StoredServers> => {
  const [prefix, name] = [drawPrefix(), randomBytes(9).toString("base64url")];
  const folder = await mkdtemp(join(tmpdir(), "winnow-stored-"));
  const expected = await readExpected(version);
  const indices = (await readStored(`${version}/elasticsearch.ndjson`)).toString();
  const keys = (await readStored(`${version}/redis.ndjson`)).toString();
  // Drawn at its first start.
  const named = /"winnow:([\w-]{12}):/.exec(keys)![1]!;
  const session = /:s:([\w-]+)"/.exec(keys)![1]!;
  await loadElasticsearch(indices.replaceAll(named, name), elasticsearchUrl(), prefix);
  await loadRedis(keys.replaceAll(named, name), redis);
  const environment = {
    ...{ ENGINE: "elasticsearch", ELASTICSEARCH_URL: elasticsearchUrl(), ELASTICSEARCH_PREFIX: prefix },
    ...{ REDIS_URL: redis, WINNOW_DATA: folder, PORT: "0", LOG_LEVEL: "silent" },
    // A busy machine is not what is tested here.
    ...{ WINNOW_SEARCH_DEADLINE_MS: "30000", WINNOW_RESCORE_BUDGET_MS: "5000" },
  };
  return {
    ...{ expected, prefix, name, session, environment },
    async withStores(work) {
      const stores = await openStores(readConfig(environment), "products", () => expected.madeAtMs);
      try {
        await work(stores);
      } finally {
        await stores.close();
      }
    },
    async [Symbol.asyncDispose]() {
      await removeIndices(prefix);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What the names of the dumped indices begin with: testdata/stored/dump-servers.mjs. */
const storedPrefix = "winnowstored";

interface DumpedIndex {
  readonly index: string;
  readonly body: object;
}

interface DumpedDocument {
  readonly id: string;
  readonly seqNo: number;
  readonly source: object;
}

/**
 * Puts dumped indices back under another prefix, each document with the number (`_seq_no`) that it had: a log is read in their
 * order, and what was counted of it goes by them.
 */
const loadElasticsearch = async (dump: string, url: string, prefix: string): Promise<void> => {
  const lines = toLines(dump.replaceAll(storedPrefix, prefix)) as readonly (DumpedIndex | DumpedDocument)[];
  const starts = lines.flatMap((line, i) => ("index" in line ? [i] : []));
  for (const [n, at] of starts.entries()) {
    const { index, body } = lines[at] as DumpedIndex;
    const documents = lines.slice(at + 1, starts[n + 1]) as readonly DumpedDocument[];
    await send(`${url}/${index}`, "PUT", JSON.stringify(body));
    const actions: string[] = [];
    let next = 0;
    for (const { id, seqNo, source } of documents) {
      // What is removed uses up a number, too.
      for (; next < seqNo; next += 1) actions.push(JSON.stringify({ delete: { _id: "not there" } }));
      actions.push(JSON.stringify({ index: { _id: id } }), JSON.stringify(source));
      next += 1;
    }
    const answer = await send(`${url}/${index}/_bulk?refresh=true`, "POST", `${actions.join("\n")}\n`);
    const { items } = answer as { items: readonly { index?: { _seq_no?: number } }[] };
    const numbers = items.flatMap(({ index: written }) => (written === undefined ? [] : [written._seq_no]));
    expect(numbers).toEqual(documents.map(({ seqNo }) => seqNo));
  }
};

interface DumpedKey {
  readonly command: readonly [name: string, ...string[]];
  readonly expiresInMs?: number;
}

const loadRedis = async (dump: string, url: string): Promise<void> => {
  const redis = new Redis(url);
  try {
    for (const { command, expiresInMs } of toLines(dump) as readonly DumpedKey[]) {
      const [verb, key, ...values] = command;
      await redis.call(verb, key!, ...values);
      if (expiresInMs !== undefined) await redis.pexpire(key!, expiresInMs);
    }
  } finally {
    redis.disconnect();
  }
};

const toLines = (dump: string): readonly unknown[] =>
  dump
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

const send = async (url: string, method: string, body: string): Promise<unknown> => {
  const response = await fetch(url, { method, headers: { "content-type": "application/x-ndjson" }, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
};
