import { Worker } from "node:worker_threads";
import { WinnowError } from "../../domain/errors.ts";
import type { IndexState } from "./parts.ts";
import type { FromWorker, WorkerRequest } from "./protocol.ts";

/** The main thread's end of a catalogue's index worker. */
export interface IndexThread extends AsyncDisposable {
  /** @throws WinnowError `engine_unavailable` when the thread failed or is gone */
  call(request: WorkerRequest): Promise<unknown>;
}

export function startIndexThread(events: {
  onState: (state: IndexState) => void;
  onTrouble: (message: string) => void;
}): IndexThread {
  const worker = new Worker(new URL("./index-worker.js", import.meta.url));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let gone: WinnowError | null = null;

  worker.on("message", (message: FromWorker) => {
    if (message.kind === "state") events.onState(message.state);
    else if (message.kind === "trouble") events.onTrouble(message.message);
    else {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.kind === "answer") call?.resolve(message.value);
      else call?.reject(new WinnowError("engine_unavailable", `The index could not be built: ${message.message}`));
    }
  });
  worker.on("error", (cause) => end(`The index thread failed: ${cause.message}`, cause));
  worker.on("exit", () => end("The index thread has ended."));

  function end(message: string, cause?: unknown): void {
    gone ??= new WinnowError("engine_unavailable", message, { cause });
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  }

  return {
    call(request) {
      if (gone !== null) return Promise.reject(gone);
      return new Promise((resolve, reject) => {
        waiting.set(++lastId, { resolve, reject });
        worker.postMessage({ id: lastId, ...request });
      });
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
