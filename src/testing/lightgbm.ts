import { fileURLToPath } from "node:url";
import { findLibrary } from "../adapters/lightgbm/find-library.ts";
import { openLightgbm } from "../adapters/lightgbm/open-trainer.ts";
import { processConfig } from "../config/config.ts";
import type { Trainer } from "../ports/trainer.ts";

/** Kept beside the packages: `npm ci` clears it, and it is fetched once for all suites. */
const CACHE = fileURLToPath(new URL("../../../node_modules/.cache/winnow-lightgbm", import.meta.url));

let opened: Promise<Trainer | null> | null = null;

/** The library for tests: LIGHTGBM_LIB, the cached one, or fetched; null, with the reason printed, where there is none. */
export async function lightgbmForTests(): Promise<Trainer | null> {
  opened ??= openLightgbm(source()).catch((error: unknown) => {
    console.warn(`skipped, LightGBM cannot be had here: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  return await opened;
}

/** @returns the library's file. @throws Error that says why there is none */
export async function lightgbmFile(): Promise<string> {
  return (await findLibrary(source())).file;
}

function source() {
  const { lightgbmLibrary: library, packageIndexUrl: indexUrl } = processConfig();
  return { cacheFolder: CACHE, library, indexUrl };
}
