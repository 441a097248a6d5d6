import { Worker } from "node:worker_threads";
import type { Measurement, MeasureRequest } from "./measure-model.ts";

/** Judging takes seconds of computing: searches go on meanwhile. @throws the signal's reason, or what went wrong there */
export function measureInThread(request: MeasureRequest, signal: AbortSignal): Promise<Measurement> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./measure-worker.js", import.meta.url), { workerData: request });
  return new Promise<Measurement>((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
      void worker.terminate();
    };
    signal.addEventListener("abort", abort, { once: true });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      signal.removeEventListener("abort", abort);
      reject(new Error(`The thread that judges models ended with code ${code}.`));
    });
  });
}
