import { Worker } from "node:worker_threads";
import { WinnowError } from "../../domain/errors.ts";
import { errorFromMessage } from "./errors.ts";
import type { StoreMethods } from "./methods.ts";
import type { Call, Reply } from "./serve-calls.ts";
import type { WorkerOptions } from "./worker.ts";

/** A connection in its own thread, seen from the event loop. */
export interface Connection<Methods extends object = StoreMethods> {
  call<M extends keyof Methods & string>(method: M, ...args: ArgumentsOf<Methods[M]>): Promise<ResultOf<Methods[M]>>;
  /** Answers the calls made before it, then closes the file. */
  close(): Promise<void>;
}

type ArgumentsOf<F> = F extends (...args: infer A) => unknown ? A : never;
type ResultOf<F> = F extends (...args: never[]) => infer R ? R : never;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: WinnowError): void;
}

/** The thread of the system of record. @throws as `connectTo` does */
export const connect = (options: WorkerOptions): Promise<Connection> =>
  connectTo<StoreMethods>(new URL("./worker.js", import.meta.url), options);

/** Starts the thread and resolves once the file is open. @throws WinnowError `storage_failed`, `storage_full` */
export async function connectTo<Methods extends object>(
  script: URL,
  options: { readonly file: string },
): Promise<Connection<Methods>> {
  const worker = new Worker(script, { workerData: options });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended: WinnowError | null = null;

  const end = (why: string): void => {
    ended ??= new WinnowError("storage_failed", `${options.file}: ${why}`, { where: options.file });
    for (const each of waiting.values()) each.reject(ended);
    waiting.clear();
  };
  worker.on("message", (replies: readonly Reply[]) => {
    for (const reply of replies) {
      const caller = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("error" in reply) caller?.reject(errorFromMessage(reply.error));
      else caller?.resolve(reply.value);
    }
  });
  worker.on("error", (error) => end(`the storage thread failed: ${String(error)}`));
  worker.on("exit", () => end("it is closed"));

  const opened = new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
  // Each message wakes the thread: what is asked for in one turn of the event loop goes in one.
  let asked: Call[] = [];
  const post = (): void => {
    const calls = asked;
    asked = [];
    worker.postMessage(calls);
  };
  const send = (method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended !== null) {
        reject(ended);
        return;
      }
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      if (asked.push({ id, method, args }) === 1) setImmediate(post);
    });
  await opened;

  let closing: Promise<void> | null = null;
  return {
    // The worker runs the same table of methods, so the result is of the method's type.
    call: (method, ...args) => send(method, args) as Promise<never>,
    close: () => (closing ??= send("close", []).then(() => void worker.terminate())),
  };
}
