import { Worker } from "node:worker_threads";
import type { Columns } from "../../domain/columns.ts";
import { WinnowError } from "../../domain/errors.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";

export type LexiconRequest =
  | {
      readonly call: "add";
      readonly products: readonly { readonly id: string; readonly source: string }[];
      /** True where a later version of a product replaces this one. */
      readonly keep: boolean;
    }
  | { readonly call: "finish"; readonly keep: boolean };

export interface FromLexiconWorker {
  readonly id: number;
  readonly value?: readonly Columns[];
  readonly error?: string;
}

/** Builds lexicon parts in a thread of its own, so that an import does not hold up searches. */
export interface LexiconThread extends AsyncDisposable {
  add(products: readonly { readonly id: string; readonly source: string }[], keep: boolean): Promise<void>;
  /** @param keep true gives all parts so far and goes on; false gives one part of everything added since the last */
  finish(keep: boolean): Promise<readonly Columns[]>;
}

export function startLexiconThread(mapping: CatalogMapping): LexiconThread {
  const worker = new Worker(new URL("./lexicon-worker.js", import.meta.url), { workerData: mapping });
  worker.unref();
  const waiting = new Map<number, { resolve: (parts: readonly Columns[]) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let gone: WinnowError | null = null;

  worker.on("message", ({ id, value, error }: FromLexiconWorker) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (value !== undefined) call?.resolve(value);
    else call?.reject(new WinnowError("engine_unavailable", `The words could not be counted: ${error}`));
  });
  worker.on("error", (cause) => end(cause.message));
  worker.on("exit", () => end("it has ended"));

  function end(message: string): void {
    gone ??= new WinnowError("engine_unavailable", `The thread that counts words failed: ${message}`);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  }

  function call(request: LexiconRequest): Promise<readonly Columns[]> {
    if (gone !== null) return Promise.reject(gone);
    return new Promise((resolve, reject) => {
      waiting.set(++lastId, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: lastId, ...request });
    });
  }

  return {
    async add(products, keep) {
      await call({ call: "add", products, keep });
    },
    finish: (keep) => call({ call: "finish", keep }),
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
