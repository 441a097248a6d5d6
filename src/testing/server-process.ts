import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** `winnow serve` as a process of its own, as an operator starts it: what a kill -9 can be tried on. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** All that it has written on standard output. */
  readonly output: () => string;
  /** The admin key that a first start prints; null at others. */
  readonly adminKey: string | null;
  /** @returns the exit code, null when the signal ended it */
  end(signal: "SIGKILL" | "SIGTERM" | "SIGINT"): Promise<number | null>;
}

/** Starts it on a free port and waits until it serves; rejects with what it said when it does not. */
export const startServerProcess = async (
  environment: Readonly<Record<string, string>>,
  role: "all" | "api" | "worker" = "all",
): Promise<ServerProcess> => {
  const main = fileURLToPath(new URL("./winnow-process.js", import.meta.url));
  const child = spawn(process.execPath, [main, "serve", "--role", role], {
    env: { PATH: process.env["PATH"], PORT: "0", LOG_LEVEL: "warn", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const url = await readUrl(child, () => output + errors);
  return {
    url,
    pid: child.pid!,
    output: () => output,
    adminKey: /wk_admin_[\w-]+/.exec(output)?.[0] ?? null,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, "exit");
      }
      return child.exitCode;
    },
  };
};

const readUrl = (child: ChildProcess, said: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    const look = () => {
      // The address and an empty line end what is printed at the start.
      const found = /(?:Storefront {3}(http:\S+)\/|Worker {7}(http:\S+)\/readyz)\n\n/.exec(said());
      if (found !== null) resolve((found[1] ?? found[2])!);
    };
    child.stdout!.on("data", look);
    child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${said()}`)));
  });
