import { parentPort, workerData } from "node:worker_threads";
import { stepBack } from "../../observe/step-back.ts";
import { mergeParts } from "./merge-parts.ts";
import type { MergeJob } from "./protocol.ts";

stepBack("background");
const { mapping, parts } = workerData as MergeJob;
parentPort!.postMessage(mergeParts(mapping, parts));
