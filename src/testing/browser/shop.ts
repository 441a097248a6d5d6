import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program as `npm start` runs it, on a free port, with its demo shop in a folder of its own. */
export interface RunningShop extends AsyncDisposable {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  readonly address: string;
  readonly adminKey: string;
  /** Of its data, for what a test puts there itself. */
  readonly folder: string;
}

const MAIN = fileURLToPath(new URL("../../main.js", import.meta.url));
const START_MS = 180_000;

/** Resolves when the storefront answers. */
export const startShop = async (): Promise<RunningShop> => {
  const folder = await mkdtemp(join(tmpdir(), "winnow-browser-"));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      WINNOW_DATA: folder,
      LOG_LEVEL: "warn",
      WINNOW_DEMO_SHOPPERS: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const printed = await untilPrinted(child, /Admin key\s+(\S+)\s[^]*Storefront\s+(\S+?)\/\s/);
    return { address: printed[2]!, adminKey: printed[1]!, folder, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const untilPrinted = (child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> =>
  new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error(`The shop did not start in time:\n${output}`)), START_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const match = pattern.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The shop ended with ${code}:\n${output}`));
    });
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    const gone = child.exitCode !== null || child.signalCode !== null;
    if (gone) resolve();
    else child.once("exit", () => resolve()).kill("SIGTERM");
  });
