import { setTimeout as sleep } from "node:timers/promises";
import type { ClearDisk } from "../../ports/clear-disk.ts";
import type { Connection } from "./connection.ts";
import { createLogIndex } from "./log-index.ts";
import type { Names } from "./names.ts";

/** Merging a large segment takes as long as copying it. */
const MERGE = { ms: 600_000 };
const LIMIT = { ms: 30_000 };
/** A server tells its copies twice a minute up to where what was removed is no longer kept for them. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 3000;

/**
 * Writes the segments of every log that hold something removed anew without it, and lets go of the old ones and of the
 * translog: a removed document lies in both until then, which merges of their own may leave for months.
 */
export const clearLog = (connection: Connection, names: Names): ClearDisk => {
  const index = createLogIndex(connection, names);
  const post = (path: string, query: Record<string, string | boolean>) =>
    connection.call({ method: "POST", path, query, repeatable: true }, MERGE);
  const removed = async (alias: string): Promise<number> => {
    const query = { filter_path: "_all.total.docs.deleted" };
    const call = { method: "GET", path: `/${alias}/_stats/docs`, query, repeatable: true } as const;
    return (await connection.call<Stats>(call, LIMIT)).body._all?.total?.docs?.deleted ?? 0;
  };
  const clear = async (alias: string, patience: AbortSignal): Promise<number> => {
    if ((await removed(alias)) === 0) return 0;
    const body = { "index.merge.policy.expunge_deletes_allowed": 0 };
    await connection.call({ method: "PUT", path: `/${alias}/_settings`, body, repeatable: true }, LIMIT);
    for (const endMs = performance.now() + PATIENCE_MS; ;) {
      // What is durable in a commit is not kept for copies; the second one lets go of what the merge has replaced.
      await post(`/${alias}/_flush`, { force: true, wait_if_ongoing: true });
      await post(`/${alias}/_forcemerge`, { only_expunge_deletes: true });
      await post(`/${alias}/_flush`, { force: true, wait_if_ongoing: true });
      const left = await removed(alias);
      if (left === 0 || patience.aborted || performance.now() > endMs) return left;
      await sleep(PAUSE_MS, undefined, { signal: patience }).catch(() => undefined);
    }
  };
  return async (patience) => {
    const left: string[] = [];
    for (const catalog of await index.catalogs()) {
      const count = await clear(index.alias(catalog), patience);
      if (count > 0) left.push(`${names.log(catalog).index} (${count})`);
    }
    if (left.length === 0) return null;
    return `Elasticsearch still keeps removed documents for its copies in ${left.join(", ")}: it is tried again with the next erasure job; a node or snapshot that holds an old copy keeps it.`;
  };
};

interface Stats {
  readonly _all?: { readonly total?: { readonly docs?: { readonly deleted?: number } } };
}
