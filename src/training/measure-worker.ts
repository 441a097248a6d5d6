import { parentPort, workerData } from "node:worker_threads";
import { measureModel, type MeasureRequest } from "./measure-model.ts";

parentPort!.postMessage(await measureModel(workerData as MeasureRequest));
