import type { Decision } from "../domain/model.ts";
import type { CanaryArms } from "./canary-arms.ts";
import type { CanaryVerdict } from "./canary.ts";
import { canaryDecision } from "./canary-decision.ts";
import { followCatalog, type FollowedCatalog } from "./follow-catalog.ts";
import type { Progress } from "./progress.ts";
import { movePointer, reconcile } from "./registry.ts";
import { retrain, type RetrainDeps, type RetrainOutcome } from "./retrain.ts";
import type { ServingModels } from "./serving-models.ts";
import type { Serving } from "./serving-model.ts";
import type { Tally } from "./tally.ts";
import type { Watchdog } from "./watchdog.ts";
import { withLease } from "./with-lease.ts";

export interface LoopDeps extends RetrainDeps {
  readonly serving: ServingModels;
  readonly watchdog: Watchdog;
  /** Drawn once a process. */
  readonly owner: string;
  readonly wall: () => number;
  readonly onDecision: (decision: Decision) => void;
  readonly onTrouble: (catalog: string, message: string) => void;
  /** Has steps that are due done elsewhere, as jobs; absent: they are done here. */
  readonly ask?: AskForSteps;
}

export interface AskForSteps {
  /** @returns true when one was done elsewhere since the last time: counting begins again */
  retrain(catalog: string): Promise<boolean>;
  judgeCanary(catalog: string): Promise<void>;
}

/** What a training that another one keeps from beginning comes to. */
export const anotherTrains = "Another process is training.";

/** How a catalogue's learning stands. */
export interface LoopStatus {
  /** Since the last training. */
  readonly since: Tally;
  readonly lastTrainingMs: number | null;
  readonly next: { readonly afterSearches: number; readonly atMs: number | null };
  /** Of this process. */
  readonly training: Progress | null;
  /** What the last training in this process came to. */
  readonly lastOutcome: string | null;
  readonly canary: (CanaryVerdict & CanaryArms & { readonly version: string; readonly runningMs: number }) | null;
  readonly serving: Serving;
}

export interface TrainOptions {
  readonly by?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The steps of learning, each to be called alone; `start` calls them when they are due. */
export interface Loop extends AsyncDisposable {
  status(catalog: string): Promise<LoopStatus>;
  /** Trains now, whether due or not; one at a time, over all processes. */
  train(catalog: string, options?: TrainOptions): Promise<RetrainOutcome>;
  /** Null while there is no canary, or nothing to decide yet. */
  judgeCanary(catalog: string): Promise<Decision | null>;
  /** Every step that is due; a training goes on behind it. */
  tick(catalog: string): Promise<void>;
  start(catalogs: () => readonly string[]): void;
}

export function openLoop(deps: LoopDeps): Loop {
  const { events, store, serving, watchdog, settings, now, onDecision, onTrouble } = deps;
  const catalogs = new Map<string, FollowedCatalog>();
  const stopping = new AbortController();
  const trainings = new Set<Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;

  const followed = async (catalog: string): Promise<FollowedCatalog> => {
    let one = catalogs.get(catalog);
    if (one === undefined) {
      one = followCatalog({ events, store, catalog, signal: stopping.signal });
      catalogs.set(catalog, one);
      await reconcile(store, catalog); // a promotion may have been cut short
    }
    await one.catchUp();
    return one;
  };

  const trainNow: Loop["train"] = async (catalog, { by = "loop", signal, onProgress } = {}) => {
    const one = await followed(catalog);
    if (one.progress !== null) return { decision: null, says: "A training runs already." };
    const startedAtMs = now();
    one.progress = { phase: "reading", done: 0, total: 1, startedAtMs, by };
    try {
      const until = signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]);
      const lease = { store, owner: deps.owner, leaseMs: settings.leaseMs, now: deps.wall };
      const outcome = await withLease(lease, `training:${catalog}`, until, (held) =>
        retrain(deps, catalog, {
          signal: held,
          onProgress: (phase, done, total) => {
            one.progress = { phase, done, total, startedAtMs, by };
            onProgress?.(one.progress);
          },
        }),
      );
      if (outcome === null) return { decision: null, says: anotherTrains };
      one.lastOutcome = outcome.says;
      one.trained(now());
      if (outcome.decision !== null) onDecision(outcome.decision);
      await serving.refresh(catalog);
      return outcome;
    } catch (error) {
      one.lastOutcome = (error as Error).message;
      one.trained(now());
      throw error;
    } finally {
      one.progress = null;
    }
  };

  const train: Loop["train"] = (catalog, options) => {
    const training = trainNow(catalog, options);
    trainings.add(training);
    const gone = () => trainings.delete(training);
    training.then(gone, gone);
    return training;
  };

  const judge = async (catalog: string): Promise<Decision | null> => {
    const one = await followed(catalog);
    const trial = one.trial(now(), settings.canary);
    if (trial === null || trial.verdict === "wait") return null;
    const moved = await movePointer({ store }, catalog, ({ revision, champion, canary }) => {
      // Someone else has decided on it.
      if (canary?.version !== trial.version) return null;
      const promoted = trial.verdict === "promote";
      const decision = canaryDecision({ catalog, trial, against: champion, atMs: now(), revision });
      return { next: { champion: promoted ? trial.version : champion, canary: null }, decision };
    });
    if (moved === null) return null;
    onDecision(moved.decision);
    await serving.refresh(catalog);
    return moved.decision;
  };

  const tick = async (catalog: string): Promise<void> => {
    await watchdog.check(catalog);
    const one = await followed(catalog);
    if (deps.ask !== undefined) {
      await askFor(deps.ask, one, catalog);
      return;
    }
    await judge(catalog);
    if (one.progress !== null || !one.due(now(), settings)) return;
    train(catalog).catch((error: unknown) => {
      if (!stopping.signal.aborted) onTrouble(catalog, `Training failed: ${(error as Error).message}`);
    });
  };

  const askFor = async (ask: AskForSteps, one: FollowedCatalog, catalog: string): Promise<void> => {
    const trial = one.trial(now(), settings.canary);
    if (trial !== null && trial.verdict !== "wait") await ask.judgeCanary(catalog);
    if (one.progress !== null || !one.due(now(), settings)) return;
    if (await ask.retrain(catalog)) one.trained(now());
  };

  return {
    train,
    judgeCanary: judge,
    tick,
    async status(catalog) {
      const one = await followed(catalog);
      return {
        ...{ since: one.tally(), training: one.progress, lastOutcome: one.lastOutcome },
        ...{ lastTrainingMs: one.lastTrainingMs, next: one.next(settings) },
        ...{ canary: one.trial(now(), settings.canary), serving: serving.of(catalog) },
      };
    },
    start(names) {
      let ticking = false;
      timer ??= setInterval(() => {
        if (ticking) return;
        ticking = true;
        const all = names().map((catalog) =>
          tick(catalog).catch((error: unknown) =>
            onTrouble(catalog, `Learning stands still: ${(error as Error).message}`),
          ),
        );
        void Promise.all(all).finally(() => (ticking = false));
      }, settings.everyMs).unref();
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      stopping.abort(new Error("The program is stopping."));
      await Promise.allSettled(trainings);
    },
  };
}
