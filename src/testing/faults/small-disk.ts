import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of a few megabytes, of its own. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
  /** Takes what room there is, but for so many bytes. */
  fill(leave?: number): void;
  /** Gives it back. */
  free(): void;
}

/** For root alone. @param where an empty folder; a new one unless told */
export async function mountSmallDisk(kilobytes: number, where?: string): Promise<SmallDisk> {
  const folder = where ?? (await mkdtemp(join(tmpdir(), "winnow-disk-")));
  run("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder);
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill(leave = 0) {
      const file = openSync(ballast, "a");
      const piece = Buffer.alloc(4096);
      try {
        for (;;) writeSync(file, piece);
      } catch {
        // Full: that is what was wanted.
      }
      closeSync(file);
      if (leave > 0) run("truncate", "-s", String(Math.max(0, statSync(ballast).size - leave)), ballast);
    },
    free: () => rmSync(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      // Lazily: a thread that is just ending may still have a file open.
      spawnSync("umount", ["-l", folder]);
      if (where === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}
