import { openBehaviour } from "./bind-behaviour.ts";
import { openModelTrainer, readSynonyms } from "./compose.ts";
import type { Config } from "./config/config.ts";
import { WinnowError } from "./domain/errors.ts";
import { findAside } from "./find-now.ts";
import { createProbes } from "./http/probes.ts";
import { mineAside, mineSuggestionsAside } from "./mine-aside.ts";
import { type HttpServer, listen } from "./http/server.ts";
import type { Report } from "./observe/report.ts";
import { modelIfAny } from "./open-model.ts";
import { openBackground } from "./open-background.ts";
import type { Stores } from "./open-engine.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import { defaultLoopSettings } from "./training/settings.ts";

export interface WorkOptions {
  readonly stores: Stores;
  readonly report: Report;
}

export interface Working {
  /** Answers /livez, /readyz and /metrics alone. */
  readonly server: HttpServer;
  /** Jobs go back to the queue, all closed in the reverse order of its opening. */
  stop(): Promise<void>;
}

/**
 * Does jobs and serves nobody: a process beside those that answer requests, so that a training takes none of their time. The
 * stores and the report are closed with the rest, also when it throws.
 */
export const work = async (config: Config, { stores, report }: WorkOptions): Promise<Working> => {
  const open: (() => unknown)[] = [() => report[Symbol.dispose](), () => stores.close()];
  const close = async () => {
    for (const one of open.reverse()) await one();
  };
  try {
    const synonyms = await readSynonyms();
    const behaviour = await openBehaviour({
      ...{ stores, retrieval: noRetrieval, synonyms: () => synonyms, report, now: Date.now },
    });
    open.push(() => behaviour[Symbol.asyncDispose]());
    behaviour.folder.start();
    const background = await openBackground({
      ...{ config, role: "worker", stores, behaviour, report, now: Date.now, background: true },
      ...{ settings: defaultLoopSettings, exploration: { share: 0 } },
      openTrainer: () => openModelTrainer(config, (message) => report.log.info({}, message)),
      mine: (options, run) =>
        mineAside({ stores, own: synonyms, model: modelIfAny(config, stores.answers), now: Date.now }, options, run),
      findNow: findAside({ stores, own: synonyms }),
      mineSuggestions: (catalog, run) => mineSuggestionsAside({ stores, own: synonyms, now: Date.now }, catalog, run),
    });
    open.push(() => background[Symbol.asyncDispose]());
    const catalogs = await followNames(stores, report);
    open.push(catalogs.stop);
    await background.start(catalogs.names);
    let stopping = false;
    const server = await listen(createProbes({ report, stopping: () => stopping }), config);
    open.push(() => server.stop());
    return {
      server,
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

const unavailable = () => new WinnowError("not_ready", "A worker has no index.");
const refuse = () => {
  throw unavailable();
};

/** A worker answers no search: it loads no index. */
const noRetrieval: Retrieval = {
  retrieve: () => Promise.reject(unavailable()),
  ...{ mapping: refuse, lexicon: refuse, stats: refuse },
  refresh: () => Promise.resolve(),
  health: () => ({ ready: false, lag: 0 }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** The catalogues' names, as of a few seconds ago. */
const followNames = async ({ products }: Stores, report: Report) => {
  const read = async () => (await products.catalogs()).map(({ name }) => name);
  let names: readonly string[] = await read();
  const timer = setInterval(() => {
    read().then(
      (list) => (names = list),
      (error: unknown) => report.troubled("catalogues cannot be listed", error),
    );
  }, 5000).unref();
  return { names: () => names, stop: () => clearInterval(timer) };
};
