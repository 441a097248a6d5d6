import type { ClearDisk } from "../../ports/clear-disk.ts";
import type { EventStore } from "../../ports/event-store.ts";
import type { AnswerStore } from "../../ports/answer-store.ts";
import type { EnrichmentStore } from "../../ports/enrichment-store.ts";
import type { ImportLog } from "../../ports/import-log.ts";
import type { KeyStore } from "../../ports/key-store.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import type { ProductStore } from "../../ports/product-store.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import type { SynonymStore } from "../../ports/synonym-store.ts";
import { createAnswerStore } from "./answer-store.ts";
import { clearLog } from "./clear-log.ts";
import { connect, type ConnectionOptions } from "./connection.ts";
import { createEventStore } from "./event-store.ts";
import { createEnrichmentStore } from "./enrichment-store.ts";
import { createModelStore } from "./model-store.ts";
import { createNames } from "./names.ts";
import { createProductStore } from "./product-store.ts";
import { createImportLog, createKeyStore } from "./record-stores.ts";
import { createRetrieval } from "./retrieval.ts";
import { checkServer } from "./server-version.ts";
import { createSynonymStore } from "./synonym-store.ts";
import { openStorage } from "./storage.ts";

export interface ElasticsearchOptions extends ConnectionOptions {
  /** What the names of our indices and aliases begin with; `winnow` unless told. */
  readonly prefix?: string;
  /** Of a catalogue's index; 1 unless told, which is right up to some ten million products. */
  readonly shards?: number;
  /** Elasticsearch's `index.auto_expand_replicas`; `0-1` unless told. */
  readonly autoExpandReplicas?: string;
  /** Goes on with a server version that was not tested. */
  readonly force?: boolean;
  /** How often the cluster is asked for news, in milliseconds. */
  readonly pollMs?: number;
  /** For answers to known queries that are given again while the server is gone; 32 MB unless told, 0 keeps none. */
  readonly lastGoodBytes?: number;
  /** How long a replaced index is kept for the searches that read it, in milliseconds. */
  readonly retireAfterMs?: number;
  /** Milliseconds since 1970; the machine's unless told. */
  readonly now?: () => number;
}

export interface ElasticsearchStores extends AsyncDisposable {
  readonly products: ProductStore;
  readonly keys: KeyStore;
  readonly imports: ImportLog;
  readonly models: ModelStore;
  readonly enrichments: EnrichmentStore;
  readonly answers: AnswerStore;
  readonly synonyms: SynonymStore;
  readonly events: EventStore;
  readonly clearDisk: ClearDisk;
  /** Opened on first use: commands that only write need none. */
  openRetrieval(): Promise<Retrieval>;
  /** True while the server is given time, after it did not answer. */
  isResting(): boolean;
  close(): Promise<void>;
}

/**
 * The system of record and the search engine in one Elasticsearch cluster, shared by any number of processes.
 *
 * @throws WinnowError `invalid_config` (another product, an untested version), `engine_unavailable`
 */
export async function openElasticsearch(options: ElasticsearchOptions): Promise<ElasticsearchStores> {
  const { prefix = "winnow", shards = 1, autoExpandReplicas = "0-1", force = false } = options;
  const { pollMs = 300, retireAfterMs = 2000, lastGoodBytes = 32 * 1024 * 1024, now = Date.now } = options;
  const connection = connect(options);
  const names = createNames(prefix);
  try {
    await checkServer(connection, force);
    const storage = await openStorage(connection, names, { shards, autoExpandReplicas, retireAfterMs });
    let closing: Promise<void> | null = null;
    const close = () => (closing ??= storage.settle().then(() => connection.close()));
    const products = createProductStore(storage, close);
    return {
      products,
      keys: createKeyStore(storage.records),
      imports: createImportLog(storage.records),
      models: createModelStore(storage.records, close),
      enrichments: createEnrichmentStore(storage.records),
      answers: createAnswerStore(storage.records),
      synonyms: createSynonymStore(storage.records),
      events: createEventStore(connection, { names, now, close }),
      clearDisk: clearLog(connection, names),
      isResting: () => connection.isResting(),
      openRetrieval: () => createRetrieval(storage, products, { pollMs, shards, lastGoodBytes }),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
