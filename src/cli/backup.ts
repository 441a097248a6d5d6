import type { Command } from "commander";
import type { Manifest } from "../backup/manifest.ts";
import type { Restored } from "../backup/restore-backup.ts";

export interface BackupCommandDeps {
  readonly backUp: (to: string) => Promise<Manifest>;
  readonly restore: (from: string, force: boolean) => Promise<Restored>;
  readonly dataFolder: string;
  readonly stdout: Pick<NodeJS.WritableStream, "write">;
}

/** `winnow backup` and `winnow restore`. */
export function registerBackup(program: Command, { backUp, restore, dataFolder, stdout }: BackupCommandDeps): void {
  const say = (...lines: readonly string[]) => void stdout.write(`${lines.join("\n")}\n`);

  program
    .command("backup")
    .description("copy products, behaviour, models, keys and jobs into a new folder, also while winnow serves")
    .argument("<folder>", "is made; must not be there yet")
    .action(async (folder: string) => {
      const manifest = await backUp(folder);
      say(
        ...manifest.files.map(({ name, bytes }) => `${name.padEnd(10)}  ${megabytes(bytes)}`),
        `Backed up to ${folder}, and checked.`,
      );
    });

  program
    .command("restore")
    .description("put a backup in the place of this data folder's shop; winnow must be stopped")
    .argument("<folder>", "as `winnow backup` made it")
    .option("--force", "replace the shop that is there; it is kept beside", false)
    .action(async (folder: string, { force }: { force: boolean }) => {
      const { manifest, before } = await restore(folder, force);
      say(
        `Restored to ${dataFolder}: the shop as it was at ${manifest.startedAt} (winnow ${manifest.winnow}).`,
        ...(before === null ? [] : [`The shop of before is kept in ${before}: remove it when all is well.`]),
        "The next start builds the index anew.",
      );
    });
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
