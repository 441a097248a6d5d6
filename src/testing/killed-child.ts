import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export interface Killing {
  /** Of the child's compiled script. */
  readonly script: URL;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Killed some time after so many lines that count; null leaves it to the child to kill itself. */
  readonly after: number | null;
  readonly delayMs: number;
  /** All lines do unless told. */
  readonly counts?: (line: string) => boolean;
}

/**
 * Runs a child that works until it is killed with SIGKILL.
 *
 * @returns all that it said on standard output until then, a string a line: what it has acknowledged
 * @throws Error when it ended in another way
 */
export async function runAndKill(killing: Killing): Promise<readonly string[]> {
  const { script, args, environment = {}, after, delayMs, counts = () => true } = killing;
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  const exited = once(child, "exit");
  const lines: string[] = [];
  let counted = 0;
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (counts(line) && ++counted === after) void sleep(delayMs).then(() => child.kill("SIGKILL"));
  }
  const [code, signal] = (await exited) as [number | null, string | null];
  if (signal !== "SIGKILL") throw new Error(`${script.pathname} was not killed, it ended with ${code ?? signal}.`);
  return lines;
}
