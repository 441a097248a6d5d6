import Database from "better-sqlite3";
import MiniSearch from "minisearch";
import type { IndexDocument } from "../src/domain/document.ts";
import { searched } from "./engine-corpus.ts";
import { type Peer, timed } from "./engine-peer.ts";
import { openTantivy } from "./engine-tantivy.ts";

/** What is here to be measured; what is not is said and left out. */
export async function openPeers(documents: readonly IndexDocument[], log: (line: string) => void): Promise<Peer[]> {
  const makers = [openFts5, openTantivy, openMiniSearch];
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

function openMiniSearch(documents: readonly IndexDocument[]): Peer[] {
  const fields = searched.map(({ name }) => name);
  const index = new MiniSearch<IndexDocument>({
    fields,
    extractField: (document, field) => (field === "id" ? document.id : document.text[field]![0]!),
    searchOptions: { boost: Object.fromEntries(searched.map(({ name, weight }) => [name, weight])) },
  });
  index.addAll(documents);
  const options = {
    or: { combineWith: "OR" },
    and: { combineWith: "AND" },
    prefix: { combineWith: "AND", prefix: (_: string, i: number, terms: string[]) => i === terms.length - 1 },
    typo: { combineWith: "AND", fuzzy: 1 },
  } as const;
  return [
    {
      name: "minisearch",
      search: (kind, words) => Promise.resolve(timed(() => index.search(words.join(" "), options[kind]).slice(0, 100))),
      close: () => undefined,
    },
  ];
}

function quoted(word: string): string {
  return `"${word}"`;
}
