import type { Feature, Group } from "./feature.ts";
import { firstStageFeatures } from "./features/first-stage.ts";
import { namingFeatures } from "./features/naming.ts";
import { ownNumberFeatures } from "./features/own-numbers.ts";
import { popularityFeatures } from "./features/popularity.ts";
import { priceFeatures } from "./features/price.ts";
import { productFeatures } from "./features/product.ts";
import { queryHistoryFeatures } from "./features/query-history.ts";
import { queryShapeFeatures } from "./features/query-shape.ts";
import { sessionFeatures } from "./features/session.ts";
import { similarQueryFeatures } from "./features/similar-queries.ts";
import { tasteFeatures } from "./features/taste.ts";
import { titleFeatures } from "./features/title.ts";
import { wordMatchFeatures } from "./features/word-match.ts";
import { hashOf } from "./hash-of.ts";

export { groupWords } from "./feature.ts";

/** To be raised when a feature keeps its name but no longer its value: models of before then refuse. */
const VERSION = 2;

/** All features, in the order of the model's columns. */
export const features: readonly Feature[] = [
  ...firstStageFeatures,
  ...wordMatchFeatures,
  ...titleFeatures,
  ...namingFeatures,
  ...queryShapeFeatures,
  ...priceFeatures,
  ...productFeatures,
  ...ownNumberFeatures,
  ...popularityFeatures,
  ...queryHistoryFeatures,
  ...similarQueryFeatures,
  ...tasteFeatures,
  ...sessionFeatures,
];

export interface FeatureSet {
  readonly names: readonly string[];
  /** Aligned with the names. */
  readonly groups: readonly Group[];
  /** 16 hexadecimal digits; a model serves with the very set it was trained on. */
  readonly hash: string;
}

export const featureSet: FeatureSet = {
  names: features.map(({ name }) => name),
  groups: features.map(({ group }) => group),
  hash: hashOf(`${VERSION}\n${features.map(({ name }) => name).join("\n")}`),
};
