import { createHash } from "node:crypto";
import { featureSet } from "../../../ranking/feature-set.ts";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import type { ModelRecord } from "../../domain/model.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import { aModel } from "../model-builders.ts";
import { quickTrainer } from "../quick-trainer.ts";

/** A model as it is stored. */
export interface MadeModel {
  readonly record: ModelRecord;
  readonly text: string;
}

export interface MadeModelOptions {
  readonly likes?: "dear" | "cheap";
  readonly rounds?: number;
  /** Each tree stands so many times in it, which makes it slow. */
  readonly times?: number;
}

/** Of real trees over the real features, and of the price alone: what shoppers do meanwhile changes nothing. */
export async function makeModel(seed: number, options: MadeModelOptions = {}): Promise<MadeModel> {
  const { likes = "dear", rounds = 5, times = 1 } = options;
  const { names, hash } = featureSet;
  const columns = names.length;
  const rows = 300;
  const random = seededRandom(seed);
  const price = names.indexOf("price.log");
  // Logarithms of prices from 7 to 400.
  const values = Float32Array.from({ length: rows * columns }, (_, i) =>
    i % columns === price ? 2 + 4 * random() : 0,
  );
  const labels = Float32Array.from(
    { length: rows },
    (_, i) => (likes === "dear" ? 1 : -1) * values[i * columns + price]!,
  );
  const fit = { values, labels, columns, weights: null, groups: Int32Array.of(rows), positions: null };
  const trainer = quickTrainer(rounds);
  const params = { objective: "regression", min_data_in_leaf: 5, seed };
  const run = { signal: new AbortController().signal, onProgress: () => undefined };
  const trained = await trainer.train({ names, fit, stop: null, params, patience: rounds }, run);
  const text = times === 1 ? trained.text : repeatTrees(trained.text, times);
  const sampled = values.slice(0, 20 * columns);
  const scores = [...(await trainer.score(text, sampled, columns))];
  const sha256 = createHash("sha256").update(text).digest("hex");
  const record = aModel({
    ...{ catalog: "products", version: `m-${sha256.slice(0, 12)}`, createdAtMs: Date.now(), featureSet: hash },
    ...{ sha256, bytes: text.length, samples: { columns, values: [...sampled], scores } },
  });
  return { record, text };
}

/** Stores it, and points to it without asking anybody. */
export async function letServe(store: ModelStore, { record, text }: MadeModel): Promise<void> {
  await store.save(record, text);
  await pointTo(store, record.version);
}

export async function pointTo(store: ModelStore, champion: string | null): Promise<void> {
  const { revision } = await store.pointer("products");
  await store.point("products", { revision: revision + 1, champion, canary: null });
}

function repeatTrees(text: string, times: number): string {
  const [header = "", ...trees] = text.slice(0, text.indexOf("end of trees")).split(/^Tree=\d+\n/mu);
  const repeated = Array.from({ length: times }, () => trees)
    .flat()
    .map((tree, i) => `Tree=${i}\n${tree}`);
  const sizes = `tree_sizes=${repeated.map((tree) => tree.length).join(" ")}`;
  return `${header.replace(/^tree_sizes=.*$/mu, sizes)}${repeated.join("")}end of trees\n`;
}
