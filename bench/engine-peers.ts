import Database from "better-sqlite3";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { IndexDocument } from "../src/domain/document.ts";
import { searched } from "./engine-corpus.ts";
import { type Peer, timed } from "./engine-peer.ts";
import { openTantivy } from "./engine-tantivy.ts";

/** What is here to be measured; what is not is said and left out. */
export async function openPeers(
  documents: readonly IndexDocument[],
  quick: boolean,
  log: (line: string) => void,
): Promise<Peer[]> {
  // MiniSearch takes longer than all others together: not in a quick run.
  const makers = quick ? [openFts5, openTantivy] : [openFts5, openTantivy, openMiniSearch];
  const peers: Peer[] = [];
  for (const make of makers) {
    const started = performance.now();
    const made = await make(documents, log);
    peers.push(...made);
    for (const { name } of made) log(`  ${name}: indexed in ${Math.round(performance.now() - started)} ms`);
  }
  return peers;
}

function openFts5(documents: readonly IndexDocument[]): Peer[] {
  const db = new Database(":memory:");
  const columns = searched.map(({ name }) => name);
  db.exec(`CREATE VIRTUAL TABLE products USING fts5(${columns.join(", ")}, content='')`);
  const insert = db.prepare(`INSERT INTO products (rowid, ${columns.join(", ")}) VALUES (?, ?, ?, ?, ?)`);
  db.transaction(() => {
    for (const [i, { text }] of documents.entries()) insert.run(i + 1, ...columns.map((name) => text[name]![0]));
  })();
  db.exec(`INSERT INTO products (products, rank) VALUES ('rank', 'bm25(${searched.map((f) => f.weight).join(", ")})')`);
  db.exec("INSERT INTO products (products) VALUES ('optimize')");
  const select = db.prepare("SELECT rowid, rank FROM products WHERE products MATCH ? ORDER BY rank LIMIT 100");
  const expressions = {
    or: (words: readonly string[]) => words.map(quoted).join(" OR "),
    and: (words: readonly string[]) => words.map(quoted).join(" AND "),
    prefix: (words: readonly string[]) => `${words.map(quoted).join(" AND ")} *`,
  };
  return [
    {
      name: "sqlite-fts5",
      search: (kind, words) =>
        Promise.resolve(kind === "typo" ? null : timed(() => select.all(expressions[kind](words)))),
      close: () => void db.close(),
    },
  ];
}

/** In a thread of its own, so that its heap is not ours to collect. */
async function openMiniSearch(documents: readonly IndexDocument[]): Promise<Peer[]> {
  const texts = documents.map(({ id, text }) => ({ id, text }));
  const worker = new Worker(new URL("./engine-minisearch.js", import.meta.url), { workerData: texts });
  const next = async () => ((await once(worker, "message")) as [number])[0];
  await next();
  return [
    {
      name: "minisearch",
      search: (kind, words) => {
        worker.postMessage([kind, words]);
        return next();
      },
      close: () => void worker.terminate(),
    },
  ];
}

function quoted(word: string): string {
  return `"${word}"`;
}
