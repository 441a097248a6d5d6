import { WinnowError } from "./domain/errors.ts";
import type { Decision } from "./domain/model.ts";
import type { Shop } from "./http/shop.ts";
import type { JobQueue } from "./ports/job-queue.ts";
import type { ModelStore } from "./ports/model-store.ts";
import { toDecisionAnswer, toLearningAnswer, toModelAnswer, toModelsAnswer } from "./to-model-answer.ts";
import type { Loop } from "./training/loop.ts";
import { promoteByHand, rollBack } from "./training/registry.ts";
import type { ServingModels } from "./training/serving-models.ts";

export interface ModelsDeps {
  readonly store: ModelStore;
  readonly loop: Pick<Loop, "status" | "train">;
  readonly serving: Pick<ServingModels, "refresh">;
  readonly now: () => number;
  readonly onDecision: (decision: Decision) => void;
  readonly onTrouble: (catalog: string, message: string) => void;
  /** Absent: trainings are done here. */
  readonly enqueue?: JobQueue["enqueue"];
}

/** Whose word a decision through the API is. */
const by = "an admin";

/** Models, decisions and the steps of learning as the routes call them. */
export const bindModels = (deps: ModelsDeps): Shop["models"] => {
  const { store, loop, serving, now, onDecision, onTrouble, enqueue } = deps;
  const done = async (decision: Decision) => {
    onDecision(decision);
    await serving.refresh(decision.catalog);
    return toDecisionAnswer(decision);
  };
  return {
    list: async (catalog) => toModelsAnswer(await store.list(catalog), await store.pointer(catalog)),
    find: async (catalog, version) => {
      const record = await store.find(catalog, version);
      if (record !== null) return toModelAnswer(record);
      throw new WinnowError("not_found", `There is no model ${version} in ${catalog}.`, { where: "version" });
    },
    decisions: async (catalog, limit) => (await store.decisions(catalog, limit)).map(toDecisionAnswer),
    status: async (catalog) => toLearningAnswer(await loop.status(catalog)),
    train: async (catalog) => {
      const { training, canary } = await loop.status(catalog);
      if (training !== null) return { started: false, says: "A training runs already." };
      if (canary !== null) {
        return { started: false, says: `${canary.version} is being tried on a share of the shoppers: it comes first.` };
      }
      if (enqueue !== undefined) {
        const { job, fresh } = await enqueue("retrain", { catalog, by }, { dedupe: catalog });
        if (fresh) return { started: true, says: `Training has begun as the job ${job.id}.` };
        return { started: false, says: `A training was asked for already: the job ${job.id}.` };
      }
      loop.train(catalog, { by }).catch((error: unknown) => onTrouble(catalog, (error as Error).message));
      return { started: true, says: "Training has begun; /v1/models/status says how far it is." };
    },
    promote: async (catalog, version) => await done(await promoteByHand({ store, now }, catalog, version, by)),
    rollBack: async (catalog) => await done(await rollBack({ store, now }, catalog, by)),
  };
};
