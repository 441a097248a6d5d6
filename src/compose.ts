import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createKeys, type Keys } from "./access/keys.ts";
import { createRateLimits } from "./access/rate-limits.ts";
import { openTrainer } from "./adapters/lightgbm/open-trainer.ts";
import { enrichedProducts } from "./backfill/enriched-products.ts";
import { openBehaviour } from "./bind-behaviour.ts";
import { bindJobs } from "./bind-jobs.ts";
import { bindShop } from "./bind-shop.ts";
import { bindSynonyms } from "./bind-synonyms.ts";
import type { Config } from "./config/config.ts";
import type { Probe } from "./domain/finding.ts";
import type { Decision } from "./domain/model.ts";
import { createApp } from "./http/app.ts";
import type { Shop } from "./http/shop.ts";
import { type HttpServer, listen } from "./http/server.ts";
import { readWebFiles } from "./http/web.ts";
import { findNow } from "./find-now.ts";
import { modelIfAny } from "./open-model.ts";
import { mineSuggestions } from "./mine-suggestions.ts";
import { mineSynonyms } from "./mine-synonyms.ts";
import { previewSynonym } from "./preview-synonym.ts";
import { openLog } from "./observe/log.ts";
import { createReport, type Report } from "./observe/report.ts";
import type { JobQueue } from "./ports/job-queue.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { Trainer } from "./ports/trainer.ts";
import type { SynonymRule } from "./query/synonyms.ts";
import { diagnoseQueue, openJobs } from "./open-jobs.ts";
import { openBackground, type Role } from "./open-background.ts";
import { diagnoseEngine, openEngine, type Stores } from "./open-engine.ts";
import type { Exploration } from "./search/learning.ts";
import { createSearch } from "./search/search.ts";
import { followQueries } from "./suggestions/follow-queries.ts";
import { keptQueries } from "./suggestions/kept-queries.ts";
import { drawPicture } from "./simulation/pictures/draw-picture.ts";
import { followLiveSynonyms, type LiveSynonyms } from "./synonyms/live-synonyms.ts";
import type { Loop } from "./training/loop.ts";
import type { ServingModels } from "./training/serving-models.ts";
import { defaultLoopSettings, type LoopSettings } from "./training/settings.ts";
import { readDefaultMapping, readSynonyms } from "./shipped-files.ts";
import { warmUp } from "./warm-up.ts";

export { backUp, restore } from "./open-backup.ts";
export { findAside } from "./find-now.ts";
export { modelIfAny, openModel } from "./open-model.ts";
export { openScratch } from "./open-scratch.ts";
export { mineAside, mineSuggestionsAside } from "./mine-aside.ts";
export { readDefaultMapping, readMappingFile, readSynonyms } from "./shipped-files.ts";

/** The catalogue that is meant when none is named. */
export const defaultCatalog = "products";

/**
 * The durable part alone: what commands work on, also while a server is running.
 *
 * @param catalog is defined by the default mapping where there is none of this name yet
 */
export const openStores = async (
  config: Pick<Config, "dataFolder" | "engine">,
  catalog: string = defaultCatalog,
  now: () => number = Date.now,
): Promise<Stores> => {
  const opened = await openEngine(config, now);
  const stores: Stores = { ...opened, products: enrichedProducts(opened.products, opened.enrichments) };
  try {
    const catalogs = await stores.products.catalogs();
    if (!catalogs.some(({ name }) => name === catalog)) {
      await stores.products.defineCatalog(catalog, await readDefaultMapping());
    }
    return stores;
  } catch (error) {
    await stores.close();
    throw error;
  }
};

/** What `winnow doctor` looks at of store and engine. */
export const engineProbe = (config: Pick<Config, "dataFolder" | "engine">): Probe => ({
  check: config.engine.kind === "embedded" ? "store" : "elasticsearch",
  look: () => diagnoseEngine(config),
});

/** What `winnow doctor` looks at of the job queue. */
export const queueProbe = (config: Pick<Config, "redisUrl">): Probe => ({
  check: "redis",
  look: () => diagnoseQueue(config),
});

/** Jobs for commands, also while servers and workers are running. To be disposed of. */
export const openJobsSurface = async (
  config: Pick<Config, "dataFolder" | "redisUrl">,
  stores: Pick<Stores, "keys">,
): Promise<Shop["jobs"] & Pick<JobQueue, "pause" | "resume"> & AsyncDisposable> => {
  const queue = await openJobs(config, stores, { onTrouble: () => undefined });
  return {
    ...bindJobs(queue, Date.now, 1000),
    pause: (name) => queue.pause(name),
    resume: (name) => queue.resume(name),
    [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose](),
  };
};

export const openKeys = (stores: Pick<Stores, "keys">): Keys => createKeys({ store: stores.keys, now: Date.now });

/** LightGBM where it can be had, else the built-in trainer. */
export const openModelTrainer = (
  config: Pick<Config, "dataFolder" | "lightgbmLibrary" | "packageIndexUrl">,
  onNotice: (message: string) => void,
): Promise<Trainer> =>
  openTrainer({
    cacheFolder: join(config.dataFolder, "lightgbm"),
    library: config.lightgbmLibrary,
    indexUrl: config.packageIndexUrl,
    onNotice,
  });

export const openReport = (config: Pick<Config, "logLevel">): Report => createReport(openLog(config.logLevel));

export interface ServeOptions {
  readonly stores: Stores;
  readonly report: Report;
  readonly version: string;
  /** Milliseconds since 1970; the machine's unless told. */
  readonly now?: () => number;
  /** Instead of the configuration's. */
  readonly exploration?: Exploration;
  readonly learning?: {
    readonly settings?: LoopSettings;
    /** False leaves trainings and decisions to the caller; true unless told. */
    readonly background?: boolean;
  };
  /** Instead of the shop's own file. */
  readonly synonyms?: readonly SynonymRule[];
  readonly onDecision?: (decision: Decision) => void;
  /** `api` leaves jobs to workers; `all` unless told. */
  readonly role?: Exclude<Role, "worker">;
  /** How far a catalogue's index is behind the store, in changes. */
  readonly onIndexing?: (catalog: string, done: number, total: number) => void;
}

export interface RunningLearning {
  readonly serving: ServingModels;
  readonly loop: Loop;
  /** Resolves when all behaviour that was taken before is durable and counted. */
  settle(catalog: string): Promise<void>;
}

export interface Running {
  readonly server: HttpServer;
  readonly retrieval: Retrieval;
  readonly learning: RunningLearning;
  readonly synonyms: LiveSynonyms;
  /** Readiness off, requests in work finished, all closed in the reverse order of its opening. */
  stop(): Promise<void>;
}

/** Opens the index over the stores and serves. The stores and the report are closed with the rest, also when it throws. */
export const serve = async (config: Config, options: ServeOptions): Promise<Running> => {
  const { stores, report, version, onIndexing, exploration, onDecision, role = "all", now = Date.now } = options;
  const { learning: how = {} } = options;
  const { settings: loopSettings = defaultLoopSettings, background = true } = how;
  const open: (() => unknown)[] = [() => report[Symbol.dispose](), () => stores.close()];
  const close = async () => {
    for (const one of open.reverse()) await one();
  };
  try {
    const retrieval = await stores.openRetrieval({
      onTrouble: (catalog, kind, message) => report.log.warn({ catalog, kind }, message),
      onIndexing: (catalog, done, total) => onIndexing?.(catalog, done, total),
    });
    open.push(() => retrieval[Symbol.asyncDispose]());
    const own = options.synonyms ?? (await readSynonyms());
    const synonyms = await followLiveSynonyms({
      store: stores.synonyms,
      own,
      catalogs: async () => (await stores.products.catalogs()).map(({ name }) => name),
      onTrouble: (error) => report.troubled("learned synonyms cannot be read", error),
    });
    open.push(() => synonyms[Symbol.asyncDispose]());
    const synonymsOf = (catalog: string) => synonyms.of(catalog);
    const popular = followQueries({
      kept: keptQueries(stores.answers),
      catalogs: async () => (await stores.products.catalogs()).map(({ name }) => name),
      onTrouble: (error) => report.troubled("popular searches cannot be read", error),
    });
    open.push(() => popular[Symbol.asyncDispose]());
    const behaviour = await openBehaviour({ stores, retrieval, synonyms: synonymsOf, report, now });
    open.push(() => behaviour[Symbol.asyncDispose]());
    behaviour.folder.start();
    const backgroundWork = await openBackground({
      ...{ config, role, stores, behaviour, report, now, background, onDecision, settings: loopSettings },
      exploration: exploration ?? { share: config.exploration },
      openTrainer: () => openModelTrainer(config, (message) => report.log.info({}, message)),
      mine: (mining, run) =>
        mineSynonyms({ stores, retrieval, own, model: modelIfAny(config, stores.answers), now }, mining, run),
      findNow: findNow({ stores, own, retrieval }),
      mineSuggestions: (catalog, run) => mineSuggestions({ stores, retrieval, own, now }, catalog, run),
    });
    open.push(() => backgroundWork[Symbol.asyncDispose]());
    const { learning } = backgroundWork;
    const shop = await bindShop({
      stores,
      retrieval,
      behaviour,
      visitor: learning.visitor,
      models: learning.models,
      jobs: backgroundWork.jobs,
      synonyms: bindSynonyms({
        ...{ store: stores.synonyms, live: synonyms, now },
        preview: previewSynonym({ store: stores.synonyms, retrieval, own }),
      }),
      learned: (catalog) => `${learning.version(catalog)}.${synonyms.version(catalog)}`,
      now,
      languageModel: config.languageModel,
      search: createSearch({
        retrieval,
        synonyms: synonymsOf,
        popular: (catalog) => popular.of(catalog),
        newQueryId: () => randomBytes(16).toString("hex"),
        staged: report.staged,
        ...(stores.keepsBehaviour && { learning: learning.search }),
      }),
      keys: openKeys(stores),
      defaultMapping: await readDefaultMapping(),
      picture: drawPicture,
      report,
    });
    open.push(() => shop[Symbol.dispose]());
    const rates = createRateLimits({
      shared: stores.rates ?? null,
      secret: await stores.keys.secret("rates"),
      now: Date.now,
    });
    open.push(() => rates[Symbol.dispose]());
    let stopping = false;
    const { handle } = createApp({
      shop,
      report,
      web: await readWebFiles(fileURLToPath(new URL("../web", import.meta.url))),
      version,
      now,
      settings: { ...config, adminAtOnce: 64, rates },
      stopping: () => stopping,
    });
    await backgroundWork.start(() => shop.catalogNames());
    await warmUp(retrieval, shop.catalogNames());
    const server = await listen(handle, config);
    open.push(() => server.stop());
    return {
      server,
      retrieval,
      synonyms,
      learning: {
        serving: learning.serving,
        loop: learning.loop,
        settle: async (catalog) => {
          await behaviour.impressions.flush();
          await behaviour.folder.catchUp(catalog);
        },
      },
      stop: () => {
        stopping = true;
        return close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};
