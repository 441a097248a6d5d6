import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { WinnowError } from "../domain/errors.ts";
import type { ModelRecord } from "../domain/model.ts";
import { checkSamples } from "../../ranking/model/check-samples.ts";
import { fromTables, type ScorerTables } from "../../ranking/model/open-scorer.ts";
import type { TreeModel } from "../../ranking/model/tree-model.ts";
import type { ServingModel } from "./serving-model.ts";

/** What a model must fit. */
export interface ExpectedFeatures {
  readonly hash: string;
  readonly names: readonly string[];
}

/**
 * Makes a stored model ready to serve. Reading the trees and building the scorer's tables takes up to some 300 ms: a
 * thread of its own does it, and this one only copies tables and scores the samples.
 *
 * @throws WinnowError `invalid_model`: its text is not the one that was saved, it reads other features, or our scores
 * are not the trainer's, bit for bit
 */
export async function loadModel(record: ModelRecord, text: string, features: ExpectedFeatures): Promise<ServingModel> {
  const { version } = record;
  if (record.featureSet !== features.hash) {
    throw refused(version, `reads the features ${record.featureSet}, and this program computes ${features.hash}`);
  }
  if (createHash("sha256").update(text).digest("hex") !== record.sha256) {
    throw refused(version, "is not the text that was saved: its SHA-256 differs");
  }
  const { trees, tables } = await readInThread(text);
  if (trees.columns !== features.names.length) {
    throw refused(version, `has ${trees.columns} features, and this program computes ${features.names.length}`);
  }
  const scorer = await fromTables(tables);
  if (record.samples.scores.length === 0 || !checkSamples(scorer, record.samples)) {
    throw refused(version, "does not give its trainer's scores for the sample rows, bit for bit");
  }
  return { version, record, scorer, trees };
}

function refused(version: string, why: string): WinnowError {
  return new WinnowError("invalid_model", `The model ${version} ${why}.`, {
    where: version,
    hint: "Train again: winnow train.",
  });
}

export interface ReadModel {
  readonly trees: TreeModel;
  readonly tables: ScorerTables;
}

export type ReadReply =
  ReadModel | { readonly error: { readonly message: string; readonly where: string | undefined } };

function readInThread(text: string): Promise<ReadModel> {
  const worker = new Worker(new URL("./load-worker.js", import.meta.url), { workerData: text });
  return new Promise<ReadModel>((resolve, reject) => {
    worker.once("message", (reply: ReadReply) => {
      if (!("error" in reply)) resolve(reply);
      else {
        const { message, where } = reply.error;
        reject(new WinnowError("invalid_model", message, where === undefined ? {} : { where }));
      }
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The thread that reads models ended with code ${code}.`)));
  });
}
