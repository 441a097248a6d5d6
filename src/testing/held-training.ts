import { existsSync } from "node:fs";
import { openBuiltIn } from "../adapters/lightgbm/open-trainer.ts";
import type { JobPolicy } from "../domain/job.ts";
import { jobHandlers, type JobHandlerDeps } from "../job-handlers.ts";
import { startJobWorker } from "../jobs/worker.ts";
import type { JobQueue } from "../ports/job-queue.ts";
import { until } from "../ports/job-queue.contract.ts";
import type { Trainer } from "../ports/trainer.ts";
import { type LoopDeps, openLoop } from "../training/loop.ts";
import { defaultLoopSettings } from "../training/settings.ts";
import type { JobsChild } from "./jobs-child.ts";
import { memoryModelStore } from "./memory-model-store.ts";
import { columns, endOf, memoryLog, shoppingLog } from "./shopping-log.ts";
import { startWorkerProcess } from "./worker-process.ts";

export const retrainPolicy: JobPolicy = { name: "retrain", attempts: 2, backoffMs: 20, concurrency: 1, exclusive: true }; // prettier-ignore

/**
 * A whole training as a job that takes more than twice its lease, the trainer in a process of its own, while a worker of
 * another process waits for the job to be given up.
 *
 * @param other the same queue, for that worker; its journal must not be there yet
 */
export async function expectHeldWhileTraining(
  queue: JobQueue,
  other: Pick<JobsChild, "queue" | "takeoverMs"> & { readonly journal: string },
): Promise<void> {
  const entries = shoppingLog({ seed: 2, searches: 600 });
  const nowMs = endOf(entries) + 80 * 3_600_000;
  await using loop = openLoop({
    ...{ events: memoryLog(entries), store: memoryModelStore(), owner: "a worker", settings: defaultLoopSettings },
    ...{ trainer: lasting(openBuiltIn(), 2 * queue.takeoverMs), features: { hash: "f-1", names: columns } },
    ...{ now: () => nowMs, wall: () => nowMs, onDecision: () => undefined, onTrouble: () => undefined },
    serving: { refresh: () => Promise.resolve() } as unknown as LoopDeps["serving"],
    watchdog: undefined as unknown as LoopDeps["watchdog"],
  });
  const { retrain } = jobHandlers({
    ...{ loop, config: { synonymsAuto: false }, onTrained: () => undefined, now: () => nowMs },
    stores: { products: { catalogs: () => Promise.resolve([{ name: "shop" }]) } },
  } as unknown as JobHandlerDeps);
  const signals: AbortSignal[] = [];
  const worker = await startJobWorker({
    ...{ queue, onEnded: () => undefined, now: Date.now },
    handlers: { retrain: (payload, run) => (signals.push(run.signal), retrain!(payload, run)) },
  });
  const { job } = await queue.enqueue("retrain", { catalog: "shop", if_new: false, by: "a test" });
  await until(() => Promise.resolve(signals.length > 0 ? true : null));
  const rival = await startWorkerProcess({ ...other, policies: [retrainPolicy], ms: 0 });
  try {
    const finished = await until(async () => {
      const now = await queue.find(job.id);
      return now?.state === "done" || now?.state === "dead" ? now : null;
    }, 60_000);
    expect(finished).toMatchObject({ state: "done", failures: 0, error: null });
    // It has come to a decision, and not to a training that had nothing to do.
    expect(JSON.stringify(finished.result)).toMatch(/searches with a click or purchase to judge by/);
    expect(finished.finishedAtMs! - finished.startedAtMs!).toBeGreaterThan(2 * queue.takeoverMs);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    expect(existsSync(other.journal)).toBe(false);
    // It would have taken it.
    await worker.stop();
    await queue.enqueue("retrain", { catalog: "shop", if_new: false, by: "a test" });
    await until(() => Promise.resolve(existsSync(other.journal) ? true : null));
  } finally {
    await rival.kill();
  }
}

/** Trains the same once more until so much time has passed since it was first asked, as on more data. */
const lasting = (trainer: Trainer, ms: number): Trainer => {
  let from: number | null = null;
  return {
    ...trainer,
    async train(request, run) {
      from ??= performance.now();
      let trained = await trainer.train(request, run);
      while (performance.now() - from < ms) trained = await trainer.train(request, run);
      return trained;
    },
  };
};
