import { Redis } from "ioredis";
import type { Finding } from "../../domain/finding.ts";

/** Looks at the server and changes nothing: what counters, sessions and jobs need of it. Never rejects. */
export async function diagnoseRedis(url: string): Promise<readonly Finding[]> {
  const redis = new Redis(url, {
    ...{ lazyConnect: true, connectTimeout: 1000, commandTimeout: 1000, disconnectTimeout: 50 },
    retryStrategy: () => null,
  });
  const why: Error[] = [];
  redis.on("error", (error) => why.push(error));
  try {
    await redis.connect();
    return judgeRedis(await redis.info());
  } catch (error) {
    const message = `Redis cannot be reached: ${(why[0] ?? (error as Error)).message}`;
    const hint =
      "Is it running, and is REDIS_URL right? Until then jobs wait and models are not served; searches go on.";
    return [{ check, level: "fail", message, hint }];
  } finally {
    redis.disconnect();
  }
}

const check = "redis";
/** LPOS came with 6.0.6, and 6.2 is the oldest that still gets fixes anywhere. */
const oldest = [6, 2] as const;

/** @param info the server's answer to INFO */
export function judgeRedis(info: string): readonly Finding[] {
  const fields = new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gmu)].map(([, name, value]) => [name!, value!]));
  const version = fields.get("redis_version") ?? "";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const findings: Finding[] = [];
  const warn = (message: string, hint: string) => findings.push({ check, level: "warn", message, hint });
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    findings.push({
      check,
      level: "fail",
      message: `Redis ${version} is too old`,
      hint: "Use 6.2 or newer; 7 is tested.",
    });
  const policy = fields.get("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction")
    warn(
      `maxmemory-policy is ${policy}: under pressure jobs and counters vanish without a word`,
      "CONFIG SET maxmemory-policy noeviction, and in redis.conf; caches belong in another Redis.",
    );
  if (fields.get("aof_enabled") === "0")
    warn(
      "appendonly is off: jobs since the last snapshot are lost when it ends",
      "CONFIG SET appendonly yes, and in redis.conf, with appendfsync everysec.",
    );
  if (fields.get("role") === "slave")
    findings.push({
      check,
      level: "fail",
      message: "it is a replica, which takes no writes",
      hint: "Give its primary.",
    });
  if (fields.get("aof_last_write_status") === "err")
    findings.push({
      check,
      level: "fail",
      message: "it cannot write its append-only file and refuses writes: jobs and counters wait",
      hint: "Free room on its disk: it takes writes again within a second. Its log says what else may be wrong.",
    });
  return findings.length > 0 ? findings : [{ check, level: "ok", message: `Redis ${version}, noeviction, appendonly` }];
}
