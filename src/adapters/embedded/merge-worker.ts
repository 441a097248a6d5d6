import { parentPort, workerData } from "node:worker_threads";
import { mergeParts } from "./merge-parts.ts";
import type { MergeJob } from "./protocol.ts";

const { mapping, parts } = workerData as MergeJob;
parentPort!.postMessage(mergeParts(mapping, parts));
