import type { FindNow } from "./backfill/empty-searches.ts";
import type { Behaviour } from "./bind-behaviour.ts";
import { bindJobs } from "./bind-jobs.ts";
import { type BoundLearning, bindLearning } from "./bind-learning.ts";
import type { Config } from "./config/config.ts";
import type { Decision } from "./domain/model.ts";
import type { Shop } from "./http/shop.ts";
import { jobHandlers } from "./job-handlers.ts";
import type { Report } from "./observe/report.ts";
import type { Stores } from "./open-engine.ts";
import { diagnoseQueue, openJobs } from "./open-jobs.ts";
import type { Trainer } from "./ports/trainer.ts";
import { askByJobs, runJobs } from "./run-jobs.ts";
import type { Exploration } from "./search/learning.ts";
import { stateSources } from "./state-sources.ts";
import type { MineQueries } from "./suggestions-job.ts";
import type { Mine } from "./synonyms-job.ts";
import type { LoopSettings } from "./training/settings.ts";

/** What this process does: `api` answers requests, `worker` does jobs, `all` both. */
export type Role = "api" | "worker" | "all";

export interface BackgroundDeps {
  readonly config: Config;
  readonly role: Role;
  readonly stores: Stores;
  readonly behaviour: Behaviour;
  readonly report: Report;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly settings: LoopSettings;
  readonly exploration: Exploration;
  /** False: no step is taken but by who calls it. */
  readonly background: boolean;
  readonly openTrainer: () => Promise<Trainer>;
  readonly mine: Mine;
  readonly findNow: FindNow;
  readonly mineSuggestions: MineQueries;
  readonly onDecision?: ((decision: Decision) => void) | undefined;
}

export interface Background extends AsyncDisposable {
  readonly learning: BoundLearning;
  readonly jobs: Shop["jobs"];
  /** Begins what this role does behind the requests. */
  start(catalogs: () => readonly string[]): Promise<void>;
}

/** A queue that is silent for so long is told of as gone: routes answer 503 within 100 ms. */
const patienceMs = 70;

/** What is learned, and the jobs: all that goes on behind requests. */
export const openBackground = async (deps: BackgroundDeps): Promise<Background> => {
  const { config, role, stores, behaviour, report, now, background, onDecision } = deps;
  const queue = await openJobs(config, stores, {
    onTrouble: (message, error) => report.log.warn({ err: error }, message),
  });
  const open: (() => PromiseLike<void>)[] = [() => queue[Symbol.asyncDispose]()];
  const close = async () => {
    for (const one of open.reverse()) await one();
  };
  try {
    const asking = askByJobs(queue, report, Date.now());
    const learning = await bindLearning({
      ...{ stores, behaviour, report, now, exploration: deps.exploration, settings: deps.settings },
      ...{ engine: config.engine.kind, budgetMs: config.rescoreBudgetMs, openTrainer: deps.openTrainer },
      ...(background && {
        jobs: {
          asking,
          enqueue: async (name, payload, options) => {
            await queue.ready(patienceMs);
            return await queue.enqueue(name, payload, options);
          },
        },
      }),
      onDecision: (decision) => {
        const { catalog, kind, version, reason } = decision;
        report.log.info({ catalog, decision: kind, version }, reason);
        onDecision?.(decision);
      },
    });
    open.push(() => learning[Symbol.asyncDispose]());
    return {
      learning,
      jobs: bindJobs(queue, Date.now, patienceMs),
      async start(catalogs) {
        report.watch(stateSources({ stores, queue, serving: learning.serving, catalogs, now }));
        if (!background) return;
        for (const { level, message, hint } of await diagnoseQueue(config))
          if (level !== "ok") report.log.warn({ hint }, message);
        learning.loop.start(catalogs);
        if (role === "api") return;
        const handlers = jobHandlers({
          ...{ config, stores, behaviour, loop: learning.loop, now, mine: deps.mine },
          ...{ mineSuggestions: deps.mineSuggestions, findNow: deps.findNow },
          ...{ retentionDays: config.retentionDays, onTrained: (job) => asking.trainedHere(job) },
        });
        const running = await runJobs(queue, handlers, config.retrainCron, report);
        open.push(() => running[Symbol.asyncDispose]());
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
