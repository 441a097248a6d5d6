import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { diagnoseElasticsearch } from "./adapters/elasticsearch/diagnose-elasticsearch.ts";
import { type ElasticsearchOptions, openElasticsearch } from "./adapters/elasticsearch/open-elasticsearch.ts";
import { diagnoseEmbedded } from "./adapters/embedded/diagnose-embedded.ts";
import { readChampions as readElasticChampions } from "./adapters/elasticsearch/read-champions.ts";
import { openEmbeddedRetrieval } from "./adapters/embedded/open-embedded-retrieval.ts";
import { diagnoseSqlite } from "./adapters/sqlite/diagnose-sqlite.ts";
import { readChampions } from "./adapters/sqlite/read-champions.ts";
import { openRedis } from "./adapters/redis/open-redis.ts";
import { openSqlite } from "./adapters/sqlite/open-sqlite.ts";
import { behaviourOff } from "./behaviour-off.ts";
import type { Config } from "./config/config.ts";
import type { ElasticsearchConfig } from "./config/engine.ts";
import { WinnowError } from "./domain/errors.ts";
import type { Finding } from "./domain/finding.ts";
import type { AnswerStore } from "./ports/answer-store.ts";
import type { ClearDisk } from "./ports/clear-disk.ts";
import type { CounterStore } from "./ports/counter-store.ts";
import type { EnrichmentStore } from "./ports/enrichment-store.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { ImportLog } from "./ports/import-log.ts";
import type { KeyStore } from "./ports/key-store.ts";
import type { ModelStore } from "./ports/model-store.ts";
import type { ProductStore } from "./ports/product-store.ts";
import type { RateCounts } from "./ports/rate-counts.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { SessionStore } from "./ports/session-store.ts";
import type { SynonymStore } from "./ports/synonym-store.ts";
import { diagnoseModels } from "./training/diagnose-models.ts";
import { featureSet } from "../ranking/feature-set.ts";

/** The durable part, on whichever engine. */
export interface Stores {
  readonly products: ProductStore;
  readonly keys: KeyStore;
  readonly imports: ImportLog;
  readonly models: ModelStore;
  /** What language models have written for products. */
  readonly enrichments: EnrichmentStore;
  /** What language models have answered, and what that cost. */
  readonly answers: AnswerStore;
  /** Learned ones, beside those of the file. */
  readonly synonyms: SynonymStore;
  /** False where nothing is learned: the log of behaviour stays empty and refuses events. */
  readonly keepsBehaviour: boolean;
  /** How often the log is looked at for what is not counted yet, in milliseconds. */
  readonly foldEveryMs: number;
  readonly events: EventStore;
  readonly counters: CounterStore;
  readonly sessions: SessionStore;
  /** Of everything that behaviour is kept in. */
  readonly clearDisks: readonly ClearDisk[];
  /** Absent: each process counts for itself. */
  readonly rates?: RateCounts;
  /** Servers that are given time after they did not answer; absent where none is asked. */
  readonly breakers?: () => readonly { readonly target: string; readonly open: boolean }[];
  /** To be disposed of before the stores are closed. */
  openRetrieval(events: RetrievalEvents): Promise<Retrieval>;
  close(): Promise<void>;
}

export type StoresConfig = Pick<Config, "dataFolder" | "engine"> & Partial<Pick<Config, "redisUrl">>;

export interface RetrievalEvents {
  /** Something an operator may want to read. */
  readonly onTrouble: (catalog: string, kind: string, message: string) => void;
  /** How far a catalogue's index is behind the store, in changes. */
  readonly onIndexing: (catalog: string, done: number, total: number) => void;
}

/**
 * @param now milliseconds since 1970, by which sessions are forgotten
 * @throws WinnowError `invalid_config`, `engine_unavailable`, `storage_failed`
 */
export const openEngine = async (config: StoresConfig, now: () => number = Date.now): Promise<Stores> => {
  const { dataFolder, engine, redisUrl = null } = config;
  const stores =
    engine.kind === "embedded"
      ? await openEmbedded(dataFolder, now)
      : await openElastic(engine, { now, hasRedis: redisUrl !== null });
  if (redisUrl === null) return stores;
  try {
    return await shareBehaviour(stores, redisUrl, now);
  } catch (error) {
    await stores.close();
    throw error;
  }
};

/**
 * Of what counters and sessions in Redis look like, and of what counts: another one takes other names, so that the log is
 * counted anew and processes of both versions do not meet. Raised together with a step in adapters/sqlite/migrations.ts.
 */
const COUNTED = 1;

/** Counters and sessions in Redis instead, under a name of their own: what another log has come to is none of ours. */
const shareBehaviour = async (stores: Stores, url: string, now: () => number): Promise<Stores> => {
  const name = (await stores.keys.secret("redis")).slice(0, 12);
  const redis = await openRedis({ url, prefix: `winnow:${name}:${COUNTED}`, now });
  return {
    ...{ ...stores, counters: redis.counters, sessions: redis.sessions, rates: redis.rates },
    clearDisks: [...stores.clearDisks, redis.clearDisk],
    close: async () => {
      await redis.close();
      await stores.close();
    },
  };
};

/** Looks at store and engine and changes nothing. @throws WinnowError as `openEngine` does */
export const diagnoseEngine = async (config: Pick<Config, "dataFolder" | "engine">): Promise<readonly Finding[]> => {
  if (config.engine.kind === "elasticsearch") {
    const options = await elasticOptions(config.engine);
    const findings = await diagnoseElasticsearch(options);
    if (findings[0]?.level === "fail") return findings;
    return [...findings, ...(await diagnoseModels(await readElasticChampions(options), featureSet))];
  }
  const file = join(config.dataFolder, "winnow.db");
  const { findings, catalogs } = diagnoseSqlite(file);
  const indices = await diagnoseEmbedded(join(config.dataFolder, "index"), catalogs);
  // Tables of another version may be others.
  if (findings[0]?.level !== "ok") return [...findings, ...indices];
  const champions = readChampions(
    file,
    catalogs.map(({ name }) => name),
  );
  return [...findings, ...indices, ...(await diagnoseModels(champions, featureSet))];
};

const openEmbedded = async (dataFolder: string, now: () => number): Promise<Stores> => {
  const stores = await openSqlite(join(dataFolder, "winnow.db"), { now });
  return {
    ...stores,
    clearDisks: [stores.clearDisk],
    keepsBehaviour: true,
    foldEveryMs: 200,
    openRetrieval: ({ onTrouble, onIndexing }) =>
      openEmbeddedRetrieval({
        store: stores.products,
        snapshotFolder: join(dataFolder, "index"),
        report: ({ catalog, kind, message }) => onTrouble(catalog, kind, message),
        onProgress: ({ catalog, done, total }) => onIndexing(catalog, done, total),
      }),
  };
};

/** Behaviour is kept only with a Redis beside it: what is counted with each event has no place in an index. */
const openElastic = async (
  config: ElasticsearchConfig,
  { now, hasRedis }: { readonly now: () => number; readonly hasRedis: boolean },
): Promise<Stores> => {
  const stores = await openElasticsearch({ ...(await elasticOptions(config)), now });
  const { counters, sessions } = behaviourOff;
  const breakers = () => [{ target: "elasticsearch", open: stores.isResting() }];
  const clearDisks = [stores.clearDisk];
  // Each look refreshes the log's index, which takes the server's time from searches.
  const foldEveryMs = 1000;
  return hasRedis
    ? { ...stores, counters, sessions, keepsBehaviour: true, foldEveryMs, breakers, clearDisks }
    : { ...stores, ...behaviourOff, foldEveryMs, breakers, clearDisks: [] };
};

const elasticOptions = async ({ caFile, ...options }: ElasticsearchConfig): Promise<ElasticsearchOptions> => ({
  ...options,
  ...(caFile !== undefined && { ca: await readCertificate(caFile) }),
});

const readCertificate = async (file: string): Promise<string> => {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new WinnowError("invalid_config", `ELASTICSEARCH_CA cannot be read: ${(cause as Error).message}.`, {
      where: "ELASTICSEARCH_CA",
      hint: "Give the path of a PEM file that this user may read.",
      cause,
    });
  }
};
