import type Database from "better-sqlite3";
import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import { stepBack } from "../../observe/step-back.ts";
import { errorToMessage, toWinnowError, type ErrorMessage } from "./errors.ts";

export interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type Reply =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: ErrorMessage };

/** Calls that wait while a transaction is synced share the next one, some more than so many: one sync for all of them. */
const MAX_CALLS_A_TRANSACTION = 256;

/** Calls that a transaction would hinder. */
const outside = ["rewritePages", "cutPageLog"];

/** Answers the calls of a connection (client.ts) in this thread, until one of them closes it. */
export function serveCalls(
  { file, role }: { readonly file: string; readonly role: "writer" | "reader" },
  open: () => { readonly db: Database.Database; readonly methods: object },
): void {
  stepBack("storage");
  const port = parentPort!;
  const failure = (id: number, error: unknown): Reply => ({ id, error: errorToMessage(toWinnowError(error, file)) });
  try {
    serve();
    answer([{ id: 0, value: null }]);
  } catch (error) {
    answer([failure(0, error)]);
    port.close();
  }

  function answer(replies: readonly Reply[]): void {
    port.postMessage(replies);
  }

  function serve(): void {
    const { db, methods } = open();
    const run = ({ method, args }: Call): unknown =>
      // The caller's side is typed by the same table of methods (client.ts).
      (methods as Record<string, (...args: readonly unknown[]) => unknown>)[method]!(...args);
    const savepoint = db.transaction(run);
    const attempt = (call: Call): Reply => {
      try {
        return { id: call.id, value: savepoint(call) };
      } catch (error) {
        if (!db.inTransaction) throw error; // a full disk has undone the calls before it as well
        return failure(call.id, error);
      }
    };
    const together = db.transaction((calls: readonly Call[]) => calls.map(attempt));
    const write = (calls: readonly Call[]): Reply[] => {
      try {
        return together.immediate(calls);
      } catch (error) {
        return calls.map((call) => failure(call.id, error));
      }
    };
    const read = (call: Call): Reply => {
      try {
        return { id: call.id, value: run(call) };
      } catch (error) {
        return failure(call.id, error);
      }
    };

    port.on("message", (first: readonly Call[]) => {
      const calls = [...first];
      while (calls.length < MAX_CALLS_A_TRANSACTION) {
        const next = receiveMessageOnPort(port) as { message: readonly Call[] } | undefined;
        if (next === undefined) break;
        calls.push(...next.message);
      }
      const closing = calls.find((call) => call.method === "close");
      const work = calls.filter((call) => call !== closing);
      const inside = role === "reader" ? [] : work.filter(({ method }) => !outside.includes(method));
      const replies = inside.length > 0 ? write(inside) : [];
      for (const call of work) if (!inside.includes(call)) replies.push(read(call));
      if (replies.length > 0) answer(replies);
      if (closing === undefined) return;
      db.close();
      answer([{ id: closing.id, value: null }]);
      port.close();
    });
  }
}
