import MiniSearch from "minisearch";
import { parentPort, workerData } from "node:worker_threads";
import type { IndexDocument } from "../src/domain/document.ts";
import { searched } from "./engine-corpus.ts";
import { type QueryKind, timed } from "./engine-peer.ts";

/* MiniSearch behind messages: [kind, words] in, milliseconds out. */
type Texts = Pick<IndexDocument, "id" | "text">;

const index = new MiniSearch<Texts>({
  fields: searched.map(({ name }) => name),
  extractField: (document, field) => (field === "id" ? document.id : document.text[field]![0]!),
  searchOptions: { boost: Object.fromEntries(searched.map(({ name, weight }) => [name, weight])) },
});
index.addAll(workerData as Texts[]);

const options = {
  or: { combineWith: "OR" },
  and: { combineWith: "AND" },
  prefix: { combineWith: "AND", prefix: (_: string, i: number, terms: string[]) => i === terms.length - 1 },
  typo: { combineWith: "AND", fuzzy: 1 },
} as const;

parentPort!.on("message", ([kind, words]: [QueryKind, string[]]) => {
  parentPort!.postMessage(timed(() => index.search(words.join(" "), options[kind]).slice(0, 100)));
});
parentPort!.postMessage(0);
