import { parentPort, workerData } from "node:worker_threads";
import { WinnowError } from "../domain/errors.ts";
import { scorerTables, transferables } from "../../ranking/model/open-scorer.ts";
import { readLightgbm } from "../../ranking/model/read-lightgbm.ts";
import type { ReadReply } from "./load-model.ts";

const port = parentPort!;
try {
  const trees = readLightgbm(workerData as string);
  const tables = scorerTables(trees);
  port.postMessage({ trees, tables } satisfies ReadReply, transferables(tables));
} catch (error) {
  const { message } = error as Error;
  const where = error instanceof WinnowError ? error.where : undefined;
  port.postMessage({ error: { message, where } } satisfies ReadReply);
}
