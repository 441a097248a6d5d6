import { type Command } from "commander";
import { randomUUID } from "node:crypto";
import { featureSet } from "../../ranking/feature-set.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { ModelStore } from "../ports/model-store.ts";
import type { Trainer } from "../ports/trainer.ts";
import { retrain } from "../training/retrain.ts";
import { defaultLoopSettings } from "../training/settings.ts";
import { withLease } from "../training/with-lease.ts";
import { because } from "./models.ts";
import { answerTo, catalogOption } from "./answer.ts";

export interface TrainCommandDeps {
  /** Opens the store, beside a running server too, for the time of the command. */
  readonly withLog: (
    work: (stores: { readonly events: EventStore; readonly models: ModelStore }) => Promise<void>,
  ) => Promise<void>;
  readonly openTrainer: (onNotice: (message: string) => void) => Promise<Trainer>;
  readonly stdout: Pick<NodeJS.WritableStream, "write">;
  readonly stderr: Pick<NodeJS.WritableStream, "write">;
  readonly now: () => number;
}

/** `winnow train`: as the server does it when it is due. A running server serves what comes of it within a second. */
export function registerTrain(program: Command, { withLog, openTrainer, stdout, stderr, now }: TrainCommandDeps): void {
  program
    .command("train")
    .description("train a model from the log now, judge it, and promote or refuse it")
    .addOption(catalogOption())
    .option("--json", "the decision as JSON, with all numbers")
    .action(({ catalog, ...flags }: { readonly catalog: string; readonly json?: true }) =>
      withLog(async ({ events, models: store }) => {
        const interrupted = new AbortController();
        const stop = () => interrupted.abort(new Error("Interrupted; nothing has been decided."));
        process.once("SIGINT", stop);
        try {
          const trainer = await openTrainer((message) => stderr.write(`${message}\n`));
          const settings = defaultLoopSettings;
          const lease = { store, owner: randomUUID(), leaseMs: settings.leaseMs, now };
          let last = "";
          const outcome = await withLease(lease, `training:${catalog}`, interrupted.signal, (signal) =>
            retrain({ events, store, trainer, features: featureSet, now, settings }, catalog, {
              signal,
              onProgress: (phase) => {
                if (phase !== last) stderr.write(`${phase}…\n`);
                last = phase;
              },
            }),
          );
          const { decision, says } = outcome ?? { decision: null, says: "Another process is training." };
          const lines = decision === null ? [says] : because(decision);
          answerTo(stdout)(flags, { decision, says }, lines);
        } finally {
          process.off("SIGINT", stop);
        }
      }),
    );
}
