import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { JobsChild } from "./jobs-child.ts";

/** A job worker as a process of its own, that a test may kill. */
export interface WorkerProcess {
  /** Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it holds its jobs and does nothing. */
  freeze(): void;
  thaw(): void;
}

/** Resolves when it takes jobs; rejects with what it said when it does not. */
export const startWorkerProcess = async (told: JobsChild): Promise<WorkerProcess> => {
  const script = fileURLToPath(new URL("./jobs-child.js", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(told)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (said += text));
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}: ${said}`)));
  });
  return {
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
};
