import { spawnSync } from "node:child_process";
import { hasElasticsearch } from "../elasticsearch-process.ts";
import { hasRedisServer } from "../redis-process.ts";
import type { FaultRow, Need } from "./row.ts";

/** Why this machine cannot run a row; null when it can. */
export function cannotRun({ needs = [] }: FaultRow): string | null {
  return [needs].flat().flatMap((need) => missing[need]() ?? [])[0] ?? null;
}

/** Per need what is missing for it. */
const missing: Readonly<Record<Need, () => string | null>> = {
  redis: () => (hasRedisServer() ? null : "there is no redis-server to start"),
  elasticsearch: () =>
    (process.env["ELASTICSEARCH_URL"] ?? "") === "" ? "ELASTICSEARCH_URL names no server" : missing.redis(),
  "own elasticsearch": () =>
    hasElasticsearch()
      ? missing.redis()
      : "../shared/services/elasticsearch.sh, which starts a server to kill, is absent",
  mount: () => (canMount() ? null : "a small file system cannot be mounted by this user"),
};

const canMount = (): boolean => process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;
