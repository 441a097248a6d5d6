import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fetchWheel } from "./fetch-wheel.ts";
import { unzip } from "./unzip.ts";
import { VERSION, type Wheel, wheels } from "./wheels.ts";

export interface LibrarySource {
  /** Where a fetched library is kept, such as `lightgbm` in the data folder. */
  readonly cacheFolder: string;
  /** The operator's own file (LIGHTGBM_LIB), which is taken as it is. */
  readonly library?: string | null;
  /** False: nothing is fetched. */
  readonly fetch?: boolean;
  /** PIP_INDEX_URL, where it is set. */
  readonly indexUrl?: string | null;
  /** Default `python3`. */
  readonly python?: string;
  /** Default: this machine's, as `linux-x64`. */
  readonly platform?: string;
}

/**
 * The operator's library, the cached one, or a fetched one.
 *
 * @throws Error that says why there is none
 */
export async function findLibrary(source: LibrarySource): Promise<{ file: string; version: string | null }> {
  const { library = null, cacheFolder, fetch = true, indexUrl = null, python = "python3" } = source;
  const { platform = `${process.platform}-${process.arch}` } = source;
  const wheel = wheels[platform];
  if (library !== null) {
    const pinned = (await hashOf(library)) === wheel?.librarySha256;
    return { file: resolve(library), version: pinned ? VERSION : null };
  }
  if (wheel === undefined) throw new Error(`LightGBM publishes no library for ${platform}`);
  const file = join(cacheFolder, `${VERSION}-${platform}-${basename(wheel.library)}`);
  if ((await hashOf(file)) !== wheel.librarySha256) {
    if (!fetch) throw new Error(`it is not in ${cacheFolder}, and fetching is switched off`);
    await install(wheel, file, await fetchWheel(wheel, indexUrl, python));
  }
  return { file, version: VERSION };
}

async function hashOf(file: string): Promise<string | null> {
  try {
    return createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Whole or not at all: another process may look for it, or fetch it, at the same time. */
async function install({ library }: Wheel, file: string, wheel: Buffer): Promise<void> {
  const part = `${file}.${randomUUID()}`;
  await mkdir(join(file, ".."), { recursive: true });
  try {
    await writeFile(part, await unzip(wheel, library));
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
