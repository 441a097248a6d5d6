import { randomBytes } from "node:crypto";

/** The real server of the live tests; null, and said, where there is none. */
export function redisUrl(): string | null {
  const url = process.env["REDIS_URL"];
  if (url !== undefined && url !== "") return url;
  console.log("Skipped: set REDIS_URL to a running Redis, such as redis://127.0.0.1:6379.");
  return null;
}

/** A prefix that nobody else uses. */
export const drawRedisPrefix = (): string => `winnowtest${randomBytes(6).toString("hex")}`;
