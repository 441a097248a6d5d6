import { writeSync } from "node:fs";
import promises, { open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread, workerData } from "node:worker_threads";

// Loaded before the program (node --import), in each of its threads: says `merging` on standard output when a merge begins,
// and kills the process at the n-th step of writing a snapshot (WINNOW_KILL_AT), before that step is made.

if (!isMainThread && (workerData as { parts?: unknown } | null)?.parts !== undefined) writeSync(1, "merging\n");

const killAt = Number(process.env["WINNOW_KILL_AT"] ?? 0);
if (!isMainThread && killAt > 0) {
  let steps = 0;
  const counted = (of: Record<string, unknown>, name: string) => {
    const real = of[name] as (...args: unknown[]) => unknown;
    of[name] = function (this: unknown, ...args: unknown[]) {
      if (++steps === killAt) process.kill(process.pid, "SIGKILL");
      return real.apply(this, args);
    };
  };
  const handle = await open(process.execPath);
  const prototype = Object.getPrototypeOf(handle) as Record<string, unknown>;
  await handle.close();
  for (const name of ["write", "truncate", "sync"]) counted(prototype, name);
  counted(promises as object as Record<string, unknown>, "rename");
  syncBuiltinESMExports();
}
