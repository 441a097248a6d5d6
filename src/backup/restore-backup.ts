import { existsSync } from "node:fs";
import { chmod, copyFile, link, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { WinnowError } from "../domain/errors.ts";
import type { Databases } from "./databases.ts";
import { checkFile, type Manifest, readManifest } from "./manifest.ts";
import { syncFile, syncFolder } from "./sync.ts";

export interface RestoreRequest {
  /** What `makeBackup` made. */
  readonly from: string;
  readonly dataFolder: string;
  /** Replaces a shop that is there. */
  readonly force: boolean;
  readonly databases: Databases;
  readonly now: () => number;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where the shop that was there is kept; null where there was none. */
  readonly before: string | null;
}

/**
 * Puts a backup in the place of a data folder's shop. Everything is checked before anything is changed, and each file is
 * replaced by one rename, the shop itself last: whenever it is interrupted, a whole shop is there, the one before or the
 * restored one. Index snapshots go, which are made anew from the store.
 *
 * @throws WinnowError `invalid_file` (no backup, damaged, of a newer winnow), `conflict` (a shop is there and not `force`,
 * or a process has it open), `storage_failed`, `storage_full`
 */
export async function restoreBackup({ from, dataFolder, force, databases, now }: RestoreRequest): Promise<Restored> {
  const manifest = await readManifest(from);
  const files = manifest.files.filter(({ name }) => databases.names.includes(name));
  for (const file of files) await checkFile(from, file);
  const there = databases.names.filter((name) => existsSync(join(dataFolder, name)));
  if (there.length > 0 && !force) {
    throw new WinnowError("conflict", `There is a shop in ${dataFolder} already.`, {
      where: dataFolder,
      hint: "--force replaces it and keeps it beside; or restore elsewhere: WINNOW_DATA=FOLDER winnow restore …",
    });
  }
  for (const name of there) databases.settle(join(dataFolder, name));
  await mkdir(dataFolder, { recursive: true });
  const staged = join(dataFolder, `restoring-${process.pid}`);
  try {
    await mkdir(staged, { mode: 0o700 });
    for (const { name } of files) await stage(join(from, name), join(staged, name), name, databases);
    const before = await keepBefore(dataFolder, there, now());
    await rm(join(dataFolder, "index"), { recursive: true, force: true });
    // The file of jobs first: jobs are done again without harm, and the shop of before is whole with either.
    for (const name of databases.names) {
      if (files.some((file) => file.name === name)) await rename(join(staged, name), join(dataFolder, name));
      else await rm(join(dataFolder, name), { force: true });
    }
    await syncFolder(dataFolder);
    return { manifest, before };
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

const stage = async (from: string, to: string, name: string, databases: Databases): Promise<void> => {
  await copyFile(from, to);
  await chmod(to, 0o600);
  databases.check(name, to);
  databases.release(name, to);
  await syncFile(to);
};

/** By a second name for the same bytes: no time, no room. */
const keepBefore = async (dataFolder: string, names: readonly string[], nowMs: number): Promise<string | null> => {
  if (names.length === 0) return null;
  const folder = join(dataFolder, `before-restore-${new Date(nowMs).toISOString().replace(/[:.]/g, "-")}`);
  await mkdir(folder, { mode: 0o700 });
  for (const name of names) await link(join(dataFolder, name), join(folder, name));
  await syncFolder(folder);
  return folder;
};
