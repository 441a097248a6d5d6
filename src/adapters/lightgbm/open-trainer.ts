import { WinnowError } from "../../domain/errors.ts";
import type { Trainer } from "../../ports/trainer.ts";
import { childTrainer } from "./child-trainer.ts";
import { findLibrary, type LibrarySource } from "./find-library.ts";
import { runJob } from "./run-job.ts";

export interface TrainerOptions extends LibrarySource {
  /** Told, in one sentence each, when the built-in trainer stands in, and what to do about it. */
  readonly onNotice: (message: string) => void;
  /** Default: one fewer than the processors. */
  readonly threads?: number;
}

/**
 * LightGBM where it can be had, else the built-in trainer, which makes models of the same format. It never fails: a
 * shop without the library still learns. Nothing stays open between calls.
 */
export async function openTrainer(options: TrainerOptions): Promise<Trainer> {
  try {
    return await openLightgbm(options);
  } catch (error) {
    options.onNotice(notice(error));
    return openBuiltIn();
  }
}

/** @throws Error when LightGBM cannot be found, fetched or loaded */
export async function openLightgbm(options: Omit<TrainerOptions, "onNotice">): Promise<Trainer> {
  const { file, version } = await findLibrary(options);
  await runJob({ kind: "probe", library: file, threads: 1 }, []);
  return childTrainer(version === null ? "lightgbm" : `lightgbm ${version}`, file, options.threads);
}

/** LambdaMART in TypeScript: slower than LightGBM, about as good. */
export function openBuiltIn(): Trainer {
  return childTrainer("built-in", null);
}

function notice(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const why = error instanceof WinnowError && error.where !== undefined ? `${error.where}: ${message}` : message;
  const hint = why.includes("libgomp")
    ? "Install libgomp1 (Debian, Ubuntu) or libgomp (others)."
    : why.includes("libomp")
      ? "Install libomp (brew install libomp)."
      : "Set LIGHTGBM_LIB to LightGBM's library file, or PIP_INDEX_URL to a Python package index, or make `python3 -m pip download lightgbm` work on this machine.";
  return `LightGBM is not used, the built-in trainer stands in: ${why}. ${hint}`;
}
