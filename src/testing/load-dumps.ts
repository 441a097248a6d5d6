import { Redis } from "ioredis";

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
export const loadElasticsearch = async (dump: string, url: string, prefix: string): Promise<void> => {
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

/** Puts dumped keys back, with the shop's name among them replaced. */
export const loadRedis = async (dump: string, url: string, name: string, by: string): Promise<void> => {
  const redis = new Redis(url);
  try {
    for (const { command, expiresInMs } of toLines(dump.replaceAll(name, by)) as readonly DumpedKey[]) {
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
