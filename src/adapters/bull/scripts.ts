import type { Redis } from "ioredis";

/**
 * What Bull cannot do in one step, on Bull 4's own keys: `wait`, `paused` (lists of ids), `active`, `delayed`, `failed`
 * (by time), `stalled`, `meta-paused`, `de:KEY` (what is not to be made twice), a hash a job and its `:lock`. Our one
 * addition is the field `cancel` of a job's hash. KEYS[1] is the queue's prefix with its colon, ARGV[1] a job's id.
 */
const target = `local target = redis.call("EXISTS", p .. "meta-paused") == 1 and p .. "paused" or p .. "wait"`;

const scripts = {
  /** @returns 0 no such job, 1 ended now, 2 active: asked to end, 3 finished before */
  winnowCancel: `
    local p, id, now, says = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
    local job = p .. id
    if redis.call("EXISTS", job) == 0 then return 0 end
    if redis.call("ZSCORE", p .. "failed", id) or redis.call("ZSCORE", p .. "completed", id) then return 3 end
    redis.call("HSET", job, "cancel", 1)
    local removed = redis.call("LREM", p .. "wait", 0, id) + redis.call("LREM", p .. "paused", 0, id)
      + redis.call("ZREM", p .. "delayed", id)
    if removed == 0 then return 2 end
    redis.call("ZADD", p .. "failed", now, id)
    redis.call("HSET", job, "failedReason", says, "finishedOn", now)
    local once = redis.call("HGET", job, "deid")
    if once and redis.call("GET", p .. "de:" .. once) == id then redis.call("DEL", p .. "de:" .. once) end
    return 1`,
  /** @returns 0 no such job, 1 it waits again, 2 it is neither dead nor cancelled */
  winnowRetry: `
    local p, id, now = KEYS[1], ARGV[1], ARGV[2]
    local job = p .. id
    if redis.call("EXISTS", job) == 0 then return 0 end
    if redis.call("ZREM", p .. "failed", id) == 0 then return 2 end
    redis.call("HDEL", job, "finishedOn", "processedOn", "failedReason", "stalledCounter", "cancel", "deid")
    redis.call("HSET", job, "attemptsMade", 0, "retriedOn", now, "delay", 0)
    ${target}
    redis.call("LPUSH", target, id)
    return 1`,
  /** Puts an active job that ARGV[2] holds back to the front of the queue. @returns 1 when done */
  winnowRelease: `
    local p, id, token = KEYS[1], ARGV[1], ARGV[2]
    if redis.call("GET", p .. id .. ":lock") ~= token then return 0 end
    redis.call("DEL", p .. id .. ":lock")
    redis.call("SREM", p .. "stalled", id)
    if redis.call("LREM", p .. "active", 0, id) == 0 then return 0 end
    ${target}
    redis.call("RPUSH", target, id)
    return 1`,
  /** Holds an active job for ARGV[3] milliseconds more. @returns 0 it is another's by now, 1 held, 2 it is to be cancelled */
  winnowRenew: `
    local p, id, token, ms = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
    if redis.call("GET", p .. id .. ":lock") ~= token then return 0 end
    redis.call("PEXPIRE", p .. id .. ":lock", ms)
    redis.call("SREM", p .. "stalled", id)
    return redis.call("HEXISTS", p .. id, "cancel") == 1 and 2 or 1`,
  /** @returns 1 when ARGV[2] holds it and nobody else has ended it */
  winnowHolds: `
    local p, id, token = KEYS[1], ARGV[1], ARGV[2]
    if redis.call("GET", p .. id .. ":lock") ~= token then return 0 end
    return redis.call("LPOS", p .. "active", id) and 1 or 0`,
  /** @returns counts of wait, paused, delayed, active, completed, failed, those of the failed that were cancelled, is it paused */
  winnowCount: `
    local p = KEYS[1]
    local cancelled = 0
    for _, id in ipairs(redis.call("ZRANGE", p .. "failed", 0, -1)) do
      if redis.call("HEXISTS", p .. id, "cancel") == 1 then cancelled = cancelled + 1 end
    end
    return { redis.call("LLEN", p .. "wait"), redis.call("LLEN", p .. "paused"), redis.call("ZCARD", p .. "delayed"),
      redis.call("LLEN", p .. "active"), redis.call("ZCARD", p .. "completed"), redis.call("ZCARD", p .. "failed"), cancelled,
      redis.call("EXISTS", p .. "meta-paused") }`,
  /** Takes or renews KEYS[1] for its owner. @returns 1 when it is the owner's */
  winnowLease: `
    local owner = redis.call("GET", KEYS[1])
    if owner and owner ~= ARGV[1] then return 0 end
    redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
    return 1`,
  winnowUnlease: `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`,
  /** Sets up a schedule unless it says the same already. KEYS: records, times */
  winnowSchedule: `
    if redis.call("HGET", KEYS[1], ARGV[1]) == ARGV[2] then return 0 end
    redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
    return redis.call("HSET", KEYS[2], ARGV[1], ARGV[3])`,
  winnowFired: `
    local before = tonumber(redis.call("HGET", KEYS[1], ARGV[1]) or "")
    if before and before < tonumber(ARGV[2]) then redis.call("HSET", KEYS[1], ARGV[1], ARGV[2]) end
    return 1`,
};

export type Scripts = Readonly<
  Record<keyof typeof scripts, (keys: readonly string[], values: readonly (string | number)[]) => Promise<unknown>>
>;

/** The scripts on this connection. */
export function defineScripts(client: Redis): Scripts {
  for (const [name, lua] of Object.entries(scripts)) client.defineCommand(name, { lua });
  const commands = client as unknown as Record<string, (...values: readonly unknown[]) => Promise<unknown>>;
  const bound = Object.keys(scripts).map((name) => [
    name,
    (keys: readonly string[], values: readonly (string | number)[]) => commands[name]!(keys.length, ...keys, ...values),
  ]);
  return Object.fromEntries(bound) as Scripts;
}
