import type { Finding } from "../domain/finding.ts";
import type { StoredModel } from "../domain/model.ts";
import { type ExpectedFeatures, loadModel } from "./load-model.ts";

/** Whether the models that are to serve can: read and checked as a server does it. */
export const diagnoseModels = (
  models: readonly StoredModel[],
  features: ExpectedFeatures,
): Promise<readonly Finding[]> => Promise.all(models.map((model) => judge(model, features)));

const judge = async ({ catalog, version, record, text }: StoredModel, features: ExpectedFeatures): Promise<Finding> => {
  const check = `model ${catalog}`;
  const hint = "The order by words serves. winnow models rollback takes the one before, winnow train makes the next.";
  if (record === null || text === null)
    return { check, level: "fail", message: `${version} is to serve, and is not in the store`, hint };
  try {
    await loadModel(record, text, features);
    return { check, level: "ok", message: `${version} can be loaded` };
  } catch (error) {
    return { check, level: "fail", message: (error as Error).message, hint };
  }
};
