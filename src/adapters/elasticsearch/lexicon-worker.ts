import { parentPort, workerData } from "node:worker_threads";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Product } from "../../domain/product.ts";
import { stepBack } from "../../observe/step-back.ts";
import { analyzeDocument, createAnalyzers } from "../../text/analyze-document.ts";
import { createLexiconBuilder, type LexiconPart } from "../../text/lexicon/lexicon-builder.ts";
import { toDocument } from "../../text/to-document.ts";
import type { FromLexiconWorker, LexiconRequest } from "./lexicon-thread.ts";

/*
 * Builds parts of a catalogue's lexicon from products' JSON. Parts of few products are kept as products too, and built
 * anew together with the next ones, so that many small changes do not become many parts.
 */
stepBack("background");
const port = parentPort!;
const mapping = workerData as CatalogMapping;
const analyzers = createAnalyzers(mapping);
const SMALL = 2000;

let builder = createLexiconBuilder(mapping);
const frozen: LexiconPart[] = [];
/** Product → its JSON, of those that are not in a frozen part. */
const small = new Map<string, string>();
/** Products added to the builder since it was made. */
let added = 0;

port.on("message", ({ id, ...request }: LexiconRequest & { readonly id: number }) => {
  try {
    send({ id, value: perform(request) });
  } catch (error) {
    send({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

function perform(request: LexiconRequest): readonly LexiconPart[] {
  if (request.call === "add") {
    for (const { id, source } of request.products) {
      add(source);
      if (request.keep) small.set(id, source);
    }
    return [];
  }
  if (!request.keep) return [takePart()];
  if (small.size > SMALL) {
    rebuildSmall();
    frozen.push(takePart());
    small.clear();
    return frozen;
  }
  rebuildSmall();
  return small.size === 0 ? frozen : [...frozen, takePart()];
}

function rebuildSmall(): void {
  if (added === small.size) return;
  takePart();
  for (const source of small.values()) add(source);
}

function add(source: string): void {
  builder.add(analyzeDocument({ ...toDocument(JSON.parse(source) as Product, mapping), source }, analyzers));
  added++;
}

function takePart(): LexiconPart {
  const part = builder.finish();
  builder = createLexiconBuilder(mapping);
  added = 0;
  return part;
}

function send(message: FromLexiconWorker): void {
  port.postMessage(message);
}
