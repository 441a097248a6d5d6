import { setTimeout as sleep } from "node:timers/promises";
import { WinnowError } from "../../domain/errors.ts";
import type { ClearDisk } from "../../ports/clear-disk.ts";
import type { Connection } from "./connection.ts";
import { dropChanges } from "./counter-scripts.ts";

/** Far longer than a gigabyte takes. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 100;

/**
 * Has Redis write its append-only file, and its snapshot where it makes any, anew: what was taken out of memory stands in
 * them until then. What the last steps of the counters have changed is forgotten first: it is named by words of searches.
 *
 * @param prefix what the names of our keys begin with
 */
export const clearAppendFile =
  (connection: Connection, prefix: string): ClearDisk =>
  async (patience) => {
    await dropChanges(connection, prefix);
    const endMs = performance.now() + PATIENCE_MS;
    /** @returns whether it has been done well */
    const write = async (command: "BGREWRITEAOF" | "BGSAVE", busy: RegExp, ok: RegExp): Promise<boolean> => {
      const isBusy = async () => busy.test(await info());
      // One that is under way may have begun before what was erased was taken out.
      while ((await isBusy()) && performance.now() < endMs) await pause(patience);
      await connection.command(command);
      do await pause(patience);
      while ((await isBusy()) && !patience.aborted && performance.now() < endMs);
      const after = await info();
      return !busy.test(after) && ok.test(after);
    };
    const info = async () => String(await connection.command("INFO", "persistence"));

    const appends = /^aof_enabled:1/m.test(await info());
    try {
      const saves = await savesSnapshots(connection);
      const files = [
        !appends ||
          (await write("BGREWRITEAOF", /^aof_rewrite_(in_progress|scheduled):1/m, /^aof_last_bgrewrite_status:ok/m)),
        !saves || (await write("BGSAVE", /^rdb_bgsave_in_progress:1/m, /^rdb_last_bgsave_status:ok/m)),
      ];
      if (!files.includes(false)) return null;
      return "Redis has not written its files anew in time, its log says why: what was erased stays in them. It is tried again with the next erasure job.";
    } catch (error) {
      if (!(error instanceof WinnowError) || error.code !== "storage_failed") throw error;
      return `${error.message} What was erased stays in its files until BGREWRITEAOF, and BGSAVE where it makes snapshots, are run there.`;
    }
  };

/** Where that may not be asked, it is taken to be as recommended: no snapshots beside the append-only file. */
const savesSnapshots = async (connection: Connection): Promise<boolean> => {
  try {
    const [, save] = (await connection.command("CONFIG", "GET", "save")) as readonly string[];
    return save !== undefined && save !== "";
  } catch (error) {
    if (error instanceof WinnowError && error.code === "storage_failed") return false;
    throw error;
  }
};

const pause = (patience: AbortSignal): Promise<void> =>
  sleep(PAUSE_MS, undefined, { signal: patience }).catch(() => undefined);
