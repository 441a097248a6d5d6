import { parentPort, workerData } from "node:worker_threads";
import { stepBack } from "../observe/step-back.ts";
import { measureModel, type MeasureRequest } from "./measure-model.ts";

stepBack("background");
parentPort!.postMessage(await measureModel(workerData as MeasureRequest));
