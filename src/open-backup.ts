import { checkDatabase, copyDatabase, forgetRedisName, settleDatabase } from "./adapters/sqlite/copy-database.ts";
import { jobMigrations } from "./adapters/sqlite/job-migrations.ts";
import { migrations } from "./adapters/sqlite/migrations.ts";
import type { Databases } from "./backup/databases.ts";
import { makeBackup } from "./backup/make-backup.ts";
import type { Manifest } from "./backup/manifest.ts";
import { restoreBackup, type Restored } from "./backup/restore-backup.ts";
import type { Config } from "./config/config.ts";
import { readVersion } from "./config/version.ts";
import { WinnowError } from "./domain/errors.ts";

type BackupConfig = Pick<Config, "dataFolder" | "engine" | "redisUrl">;

/**
 * Jobs are copied first: what the shop has not seen of them is done again, which harms nothing, whereas an erasure that
 * the jobs call done must be done in the shop.
 */
const schemas: Readonly<Record<string, readonly string[]>> = { "jobs.db": jobMigrations, "winnow.db": migrations };

const databases: Databases = {
  names: Object.keys(schemas),
  copy: (name, from, to) => copyDatabase(from, to, schemas[name]!),
  check: (name, file) => checkDatabase(file, schemas[name]!),
  settle: settleDatabase,
  release: (name, file) => {
    if (name === "winnow.db") forgetRedisName(file);
  },
};

/** @throws WinnowError as `makeBackup` does; `invalid_request` on Elasticsearch, saying how it is done there */
export const backUp = async (config: BackupConfig, to: string, now: () => number = Date.now): Promise<Manifest> => {
  refuseElsewhere(config, "backed up");
  return await makeBackup({ dataFolder: config.dataFolder, to, databases, winnow: readVersion(), now });
};

/** @throws WinnowError as `restoreBackup` does; `invalid_request` on Elasticsearch */
export const restore = async (
  config: BackupConfig,
  from: string,
  force: boolean,
  now: () => number = Date.now,
): Promise<Restored> => {
  refuseElsewhere(config, "restored");
  return await restoreBackup({ from, dataFolder: config.dataFolder, force, databases, now });
};

const refuseElsewhere = ({ engine, dataFolder }: BackupConfig, done: string): void => {
  if (engine.kind === "embedded") return;
  throw new WinnowError(
    "invalid_request",
    `The shop is in Elasticsearch: nothing of it lies in ${dataFolder}, and nothing was ${done}.`,
    {
      where: "ENGINE",
      hint: `Use a snapshot repository for the indices ${engine.prefix}-* and ${engine.prefix}_* together; Redis needs no backup: docs/operate.md, "Backups".`,
    },
  );
};
