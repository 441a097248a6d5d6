import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { WinnowError } from "../domain/errors.ts";
import type { Databases } from "./databases.ts";
import { type BackedUpFile, fingerprint, FORMAT, type Manifest, MANIFEST } from "./manifest.ts";
import { syncFile, syncFolder } from "./sync.ts";

export interface BackupRequest {
  readonly dataFolder: string;
  /** Must not be there yet. */
  readonly to: string;
  readonly databases: Databases;
  /** This winnow's version. */
  readonly winnow: string;
  readonly now: () => number;
}

/**
 * Copies what cannot be made again (products, behaviour, models, keys, jobs), also while servers and imports write. All
 * that was acknowledged before the call is in it. The folder appears when it is whole and on the disk.
 *
 * @throws WinnowError `conflict` (there is something already), `not_found` (nothing to back up), `storage_full`,
 * `storage_failed` (the shop's own file is damaged: that is told now, not when the backup is needed)
 */
export async function makeBackup({ dataFolder, to, databases, winnow, now }: BackupRequest): Promise<Manifest> {
  const target = resolve(to);
  if (existsSync(target)) {
    throw new WinnowError("conflict", `${target} is there already`, {
      where: target,
      hint: "Name a folder that is not there yet, such as winnow-$(date +%F); a backup never overwrites another.",
    });
  }
  const names = databases.names.filter((name) => existsSync(join(dataFolder, name)));
  if (names.length === 0) {
    throw new WinnowError("not_found", `There is no shop in ${dataFolder}.`, {
      where: dataFolder,
      hint: "Say where it is: WINNOW_DATA=FOLDER winnow backup …",
    });
  }
  const startedAt = new Date(now()).toISOString();
  const partial = `${target}.${process.pid}.partial`;
  try {
    // Keys are hashed in it and shoppers pseudonyms, and yet it is nobody else's to read.
    await mkdir(partial, { recursive: true, mode: 0o700 });
    const files: BackedUpFile[] = [];
    for (const name of names) {
      const copy = join(partial, name);
      await databases.copy(name, join(dataFolder, name), copy);
      const schema = databases.check(name, copy);
      await sync(copy);
      files.push({ name, schema, ...(await fingerprint(copy)) });
    }
    const manifest: Manifest = { format: FORMAT, winnow, startedAt, files };
    const file = join(partial, MANIFEST);
    await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await sync(file);
    await syncFolder(partial);
    await rename(partial, target);
    await syncFolder(dirname(target));
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw asWinnowError(error, target);
  }
}

const sync = async (file: string): Promise<void> => {
  await chmod(file, 0o600);
  await syncFile(file);
};

const asWinnowError = (error: unknown, where: string): unknown => {
  if (error instanceof WinnowError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC") {
    return new WinnowError("storage_full", `No space is left for the backup at ${where}.`, {
      where,
      hint: "A backup takes as much room as winnow.db and jobs.db.",
      cause: error,
    });
  }
  return new WinnowError("storage_failed", `The backup cannot be written: ${message}`, {
    where,
    hint: "See that its folder exists and may be written to.",
    cause: error,
  });
};
