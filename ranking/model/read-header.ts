import { invalidModel } from "./invalid-model.ts";
import { readFields, short } from "./read-fields.ts";
import type { TreeModel } from "./tree-model.ts";

export interface Header extends Pick<TreeModel, "columns" | "names" | "infos" | "objective" | "sigmoid"> {
  /** Bytes of each tree's text, where they are given. */
  readonly treeSizes: readonly number[] | null;
}

/**
 * What stands before the first tree.
 *
 * @throws WinnowError `invalid_model`
 */
export function readHeader(lines: readonly string[]): Header {
  const fields = readFields(lines, "the header");
  const version = fields.text("version");
  if (version !== "v3" && version !== "v4") throw invalidModel("version", `"${short(version)}" is not v3 or v4`);
  for (const key of ["num_class", "num_tree_per_iteration"]) {
    if (fields.integer(key) !== 1) throw invalidModel(key, "models of several classes cannot rank: it must be 1");
  }
  const columns = fields.integer("max_feature_idx") + 1;
  const names = fields.words("feature_names");
  const infos = fields.words("feature_infos");
  if (columns < 1 || names.length !== columns) {
    throw invalidModel("feature_names", `${names.length} names for max_feature_idx + 1 = ${columns} features`);
  }
  if (infos.length !== columns) throw invalidModel("feature_infos", `${infos.length} for ${columns} features`);
  const [objective = "", ...settings] = fields.has("objective") ? fields.words("objective") : [];
  const sigmoid = settings.find((setting) => setting.startsWith("sigmoid:"))?.slice("sigmoid:".length);
  if (sigmoid !== undefined && !(Number(sigmoid) > 0)) throw invalidModel("objective", "sigmoid is not above 0");
  return {
    columns,
    names,
    infos,
    objective,
    sigmoid: sigmoid === undefined ? null : Number(sigmoid),
    treeSizes: fields.has("tree_sizes") ? fields.integers("tree_sizes") : null,
  };
}
