import { spawnSync } from "node:child_process";
import { hasRedisServer } from "../redis-process.ts";
import type { FaultRow } from "./row.ts";

/** Why this machine cannot run a row; null when it can. */
export function cannotRun({ needs }: FaultRow): string | null {
  if (needs === "redis" && !hasRedisServer()) return "there is no redis-server to start";
  if (needs === "elasticsearch" && (process.env["ELASTICSEARCH_URL"] ?? "") === "")
    return "ELASTICSEARCH_URL names no server";
  if (needs === "elasticsearch" && !hasRedisServer()) return "there is no redis-server to start";
  if (needs === "mount" && !canMount()) return "a small file system cannot be mounted by this user";
  return null;
}

const canMount = (): boolean => process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;
