import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { WinnowError } from "../../domain/errors.ts";
import type { Answer, Job } from "./job.ts";
import { lastWords } from "./last-words.ts";
import { readAnswers } from "./read-answers.ts";

export type Result = Exclude<Answer, { kind: "progress" | "failed" }>;

export interface JobRun {
  readonly signal?: AbortSignal;
  readonly onRound?: (round: number) => void;
}

/** What a child may print before it dies, kept to say why. */
const CHILD = fileURLToPath(new URL("./trainer-child.js", import.meta.url));

/**
 * Runs a job in a process of its own, which has ended when this settles.
 *
 * @param sections what follows the job, as it lies in memory
 * @throws WinnowError `training_failed` with the process's last words; the signal's reason when aborted
 */
export async function runJob(
  job: Job,
  sections: readonly ArrayBufferView[],
  { signal, onRound }: JobRun = {},
): Promise<{ result: Result; payload: Buffer }> {
  signal?.throwIfAborted();
  const child = spawn(process.execPath, [CHILD], { stdio: ["pipe", "pipe", "pipe", "pipe"], windowsHide: true });
  const kill = (): void => void child.kill("SIGKILL");
  const said = lastWords([child.stdout, child.stderr]);
  signal?.addEventListener("abort", kill, { once: true });
  try {
    const ended = endOf(child);
    const sent = send(child.stdin, job, sections);
    let found: { result: Result; payload: Buffer } | null = null;
    for await (const { answer, payload } of readAnswers(child.stdio[3] as Readable)) {
      if (answer.kind === "progress") onRound?.(answer.round);
      else if (answer.kind === "failed") throw failure(job, answer.message, said());
      else found = { result: answer, payload };
    }
    const end = await ended;
    await sent;
    signal?.throwIfAborted();
    if (found === null) throw failure(job, `its process ended ${end} without a result`, said());
    return found;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", kill);
    kill();
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) await once(child, "exit");
  }
}

/** How it ended, in words. */
async function endOf(child: ChildProcess): Promise<string> {
  return await new Promise((resolve) => {
    child.once("error", (error) => {
      resolve(`before it began (${error.message})`);
    });
    child.once("exit", (code, signal) => {
      resolve(signal === null ? `with code ${String(code)}` : `by ${signal}`);
    });
  });
}

/** Never rejects: a child that stops reading has died or failed, and says so itself. */
async function send(input: Writable, job: Job, sections: readonly ArrayBufferView[]): Promise<void> {
  const broken = new Promise<void>((resolve) => {
    input.on("error", () => {
      resolve();
    });
    input.on("close", () => {
      resolve();
    });
  });
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!input.write(bytes)) await Promise.race([once(input, "drain"), broken]);
  };
  await write(Buffer.from(`${JSON.stringify(job)}\n`));
  for (const { buffer, byteOffset, byteLength } of sections) {
    for (let at = 0; at < byteLength && input.writable; at += CHUNK) {
      await write(new Uint8Array(buffer, byteOffset + at, Math.min(CHUNK, byteLength - at)));
    }
  }
  input.end();
}

const CHUNK = 1 << 20;

function failure(job: Job, message: string, said: string): WinnowError {
  const what = { train: "The training", predict: "The model's scores", probe: "The library" }[job.kind];
  return new WinnowError("training_failed", `${what} failed: ${message}${said === "" ? "" : `\n${said}`}`, {
    where: job.library ?? "the built-in trainer",
    hint: "The lines above are its last words. If it was killed, the machine may be short of memory: train on fewer rows.",
  });
}
