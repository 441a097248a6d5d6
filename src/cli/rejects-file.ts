import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import type { RejectedLine } from "../catalog/import-report.ts";
import { WinnowError } from "../domain/errors.ts";

export interface RejectsFile {
  readonly path: string;
  readonly add: (line: RejectedLine) => void;
  /** @returns lines written */
  close(): number;
}

/** Lists rejected lines, one JSON object a line. Made with the first of them; one of an earlier import is removed. */
export function rejectsFile(path: string): RejectsFile {
  rmSync(path, { force: true });
  let file: number | null = null;
  let written = 0;
  return {
    path,
    add: (line) => {
      file ??= open(path);
      writeSync(file, `${JSON.stringify(line)}\n`);
      written++;
    },
    close: () => {
      if (file !== null) closeSync(file);
      return written;
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, "w");
  } catch (error) {
    throw new WinnowError("invalid_request", `rejected lines cannot be listed in ${path}`, {
      where: path,
      hint: "Say where with --rejects FILE.",
      cause: error,
    });
  }
}
